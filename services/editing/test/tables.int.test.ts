import { systemTransaction } from '@kitchen/database'
import { testDatabase } from '@kitchen/database/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { decide } from '../src/decide.ts'
import { migrations } from '../src/index.ts'
import { lockedStory, seenStory } from '../src/rows.ts'
import { store, storeNew } from '../src/store.ts'
import { evolve, type Fact, type Story } from '../src/story.ts'
import { type Act, actsOf, factsOf } from './lives.ts'
import { callerFor, copyStory, draftStory, newsroom } from './newsroom.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
beforeAll(async () => {
  database = await testDatabase([migrations])
})
afterAll(() => database.stop())

const people = newsroom.people.map(({ id }) => id)

it.each([
  ['an original', draftStory],
  ['a copy', copyStory],
])('reads out of the tables exactly the story that the facts made: %s', async (_, begin) => {
  await fc.assert(
    fc.asyncProperty(actsOf(people), (acts) => lives(begin(), acts)),
    { numRuns: 6, endOnFailure: true },
  )
})

/** One life, told twice: in memory, and through the tables in a transaction for each act. */
async function lives(first: Story, acts: readonly Act[]): Promise<void> {
  let told = first
  await write((tx) => storeNew(tx, first))
  for (const [turn, act] of acts.entries()) {
    const facts = factsOf(told, act, turn, decide, acts[0]!.pick < 9)
    told = facts.reduce(evolve, told)
    await write(async (tx) => {
      const before = (await lockedStory(tx, first.id))!
      await heard(tx, before, facts)
      const own = facts.filter(({ type }) => type !== 'product.heard')
      await store(tx, before, own, callerFor(act.who))
    })
  }
  expect(plain((await write((tx) => seenStory(tx, first.id)))!)).toEqual(plain(told))
}

const write = <T>(work: Parameters<typeof systemTransaction<T>>[2]) => systemTransaction(database.value, [], work)

/** Products reach the tables by a reaction; here as it writes them. */
async function heard(tx: Parameters<typeof lockedStory>[0], story: Story, facts: readonly Fact[]): Promise<void> {
  for (const fact of facts) {
    if (fact.type !== 'product.heard' || story.state === 'released' || story.state === 'recalled') continue
    const { version, product } = fact.body
    const [hash, refused] = 'hash' in product ? [product.hash, null] : [null, product.refused]
    const text = `insert into editing.product (story, version, outlet, centre, hash, refused) values ($1, $2, $3, $4, $5, $6)
      on conflict (story, version, outlet) do update set hash = excluded.hash, refused = excluded.refused`
    await tx.query(text, [story.id, version, product.outlet, story.centre, hash, refused])
  }
}

/** Order of products is nobody's promise. */
const plain = (story: Story): unknown => {
  const products = [...(story.sealed?.products ?? [])].sort((a, b) => (a.outlet < b.outlet ? -1 : 1))
  return JSON.parse(JSON.stringify({ ...story, sealed: story.sealed && { ...story.sealed, products } }))
}
