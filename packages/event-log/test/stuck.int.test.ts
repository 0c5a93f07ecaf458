import { append, parkedKeys, systemTransaction } from '@kitchen/database'
import { draft } from '@kitchen/events'
import { type StoryId, uuidv7 } from '@kitchen/model'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { react } from '../src/index.ts'
import { type TestLog, testLog } from '../src/testing.ts'

let journal: TestLog
beforeAll(async () => {
  journal = await testLog()
})
afterAll(() => journal.stop())

const filed = (story: string) =>
  draft('story.filed', story, { story, centre: '640000', person: '640000-reporter', headline: '稿件', at: new Date().toISOString() })
const file = (stories: readonly string[]) => systemTransaction(journal.database, stories, (tx) => append(tx, stories.map(filed)))
const partitionOf = async (key: string) =>
  (await journal.database.system.query<{ p: number }>('select journal.partition_of($1) as p', [key])).rows[0]!.p

/** Two stories of one partition of the log. */
async function neighbours(): Promise<[bad: string, good: string]> {
  const first = uuidv7()
  const wanted = await partitionOf(first)
  for (;;) {
    const next = uuidv7()
    if ((await partitionOf(next)) === wanted) return [first, next]
  }
}

async function reacting(consumer: string, fails: (story: StoryId) => unknown, tries: number) {
  const seen = new Set<string>()
  const reaction = await react({
    ...journal,
    logger: { warn: () => {} },
    consumer,
    tries,
    reactions: {
      'story.filed': async (_tx, { body: { story } }) => {
        const trouble = fails(story)
        if (trouble) throw trouble
        seen.add(story)
      },
    },
  })
  return { seen, ...reaction }
}

it('a bug of a reaction stops its own story, not those beside it, and is parked where people see it', async () => {
  const [bad, good] = await neighbours()
  let mended = false
  const { seen, value, stop } = await reacting('bug', (story) => story === bad && !mended && new TypeError('x is undefined'), 3)
  await file([bad, good])
  await journal.settle(8_000) // the partition moves on
  expect(seen.has(good)).toBe(true)
  expect((await parkedKeys(journal.database)).map(({ key, reason }) => [key, reason])).toEqual([[bad, 'x is undefined']])
  expect(await value.redrive('story', bad)).toBe(false)
  expect((await parkedKeys(journal.database))[0]?.tries).toBe(2)
  mended = true
  expect([await value.redrive('story', bad), seen.has(bad), await parkedKeys(journal.database)]).toEqual([true, true, []])
  await stop()
})

it('trouble of the server is waited out, however often it strikes', async () => {
  let strikes = 0
  const deadlock = () => (strikes++ < 6 ? Object.assign(new Error('deadlock detected'), { code: '40P01' }) : undefined)
  const { seen, stop } = await reacting('deadlock', deadlock, 2)
  const story = uuidv7()
  await file([story])
  await expect.poll(() => seen.has(story), { timeout: 15_000 }).toBe(true)
  expect(await parkedKeys(journal.database)).toEqual([])
  await stop()
})
