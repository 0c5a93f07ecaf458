import { Refusal } from '@kitchen/model'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Command, decide } from '../src/decide.ts'
import { currentProductsHash, nextReview } from '../src/duties.ts'
import { evolve, type Fact, type Story } from '../src/story.ts'
import { breachOf } from './gate-oracle.ts'
import { aroundAt, callerFor, copyStory, draftStory, made, newsroom, refused, textWith } from './newsroom.ts'

type Decide = typeof decide
type Act = { who: string; what: Command['do'] | 'make' | 'refuse' | 'hurry' | 'go'; pick: number; stale: boolean }

const people = newsroom.people.filter(({ centre }) => centre === '100000').map(({ id }) => id)
const copyists = newsroom.people.filter(({ centre }) => centre === '100100').map(({ id }) => id)
const reviews = ['first', 'second', 'final'] as const
/** `go` is the next sensible thing, by whoever is drawn: without it hardly any random life gets as far as a release. */
const whats = [
  'save',
  'file',
  'seal',
  'hurry',
  'make',
  'refuse',
  'sign',
  'sign',
  'return',
  'release',
  'recall',
  'nudge',
  ...Array<'go'>(26).fill('go'),
] as const
const actsOf = (who: string[]) =>
  fc.array(
    fc.record({
      who: fc.constantFrom(...who),
      what: fc.constantFrom(...whats),
      pick: fc.nat(11),
      stale: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
    }),
    { minLength: 40, maxLength: 40 },
  )

describe('the gate', () => {
  const runs = Number(process.env.GATE_RUNS ?? 500) // of 40 commands each
  const commands = { numRuns: runs, endOnFailure: true }

  it('releases an original only with three reviewers, none of them the author, on exactly that content and those products', () => {
    const seen = { released: 0 }
    fc.assert(
      fc.property(actsOf(people), (acts) => holds(lifeOf(draftStory(), acts, decide, seen))),
      commands,
    )
    expect(seen.released).toBeGreaterThan(20)
  })

  it('releases a copy only with three reviewers, who took it over at most the first of them', () => {
    const seen = { released: 0 }
    fc.assert(
      fc.property(actsOf(copyists), (acts) => holds(lifeOf(copyStory(), acts, decide, seen))),
      { ...commands, numRuns: runs / 2 },
    )
    expect(seen.released).toBeGreaterThan(20)
  })

  it.each(Object.entries(twins()))('catches a decide that forgets %s', (_, twin) => {
    const outcome = fc.check(
      fc.property(actsOf(people), (acts) => breachOf(lifeOf(draftStory(), acts, twin)) === undefined),
      { numRuns: 2_000, endOnFailure: true },
    )
    expect(outcome.failed).toBe(true)
  })
})

const holds = (life: ReturnType<typeof lifeOf>): void => {
  const breach = breachOf(life)
  if (breach) throw new Error(breach)
}

/** The story of a story: everything that happened to it, in order, beginning with how it began. */
function lifeOf(first: Story, acts: readonly Act[], by: Decide, seen = { released: 0 }): { first: Story; facts: Fact[] } {
  let story = first
  const patient = acts[0]!.pick < 9 // else nobody waits for the products
  const facts: Fact[] = []
  for (const [turn, act] of acts.entries()) {
    for (const fact of factsOf(story, act, turn, by, patient)) {
      story = evolve(story, fact)
      facts.push(fact)
      if (fact.type === 'story.released') seen.released++
    }
  }
  return { first, facts }
}

function sensible(story: Story, patient: boolean): Act['what'] {
  if (story.state === 'draft' || story.state === 'filed') return 'seal'
  if (patient && story.sealed && currentProductsHash(story.sealed) === null) return 'hurry'
  return nextReview(story) ? 'sign' : 'release'
}

function factsOf(story: Story, drawn: Act, turn: number, by: Decide, patient: boolean): readonly Fact[] {
  const act = drawn.what === 'go' ? { ...drawn, what: sensible(story, patient), pick: patient ? drawn.pick : 9 + (turn % 3) } : drawn
  const version = story.sealed?.version ?? 1
  const outlets = story.sealed?.outlets.map(({ outlet }) => outlet) ?? []
  if (act.what === 'hurry') return outlets.map((outlet) => made(version, outlet, hashOf(0)))
  if (act.what === 'make') return outlets.slice(0, 1).map((outlet) => made(act.stale ? version - 1 : version, outlet, hashOf(act.pick)))
  if (act.what === 'refuse') return outlets.slice(1, 2).map((outlet) => refused(version, outlet, 'generation/too-long'))
  try {
    return by(story, commandOf(story, act), callerFor(act.who), aroundAt(new Date(1_764_000_000_000 + turn * 60_000).toISOString()))
  } catch (error) {
    if (error instanceof Refusal) return []
    throw error
  }
}

function commandOf(story: Story, { what, pick, stale }: Act): Command {
  const revision = stale ? story.revision - 1 : story.revision
  const version = story.sealed?.version ?? 1
  switch (what) {
    case 'save':
      return { do: 'save', revision, text: textWith(`第${pick % 3}个标题`, '正文。'), mustCarry: pick === 0 }
    case 'sign':
      return {
        do: 'sign',
        version,
        review: (pick < 9 && nextReview(story)) || reviews[pick % 3]!,
        contentHash: stale ? hashOf(9) : (story.sealed?.contentHash ?? hashOf(9)),
        productsHash: (story.sealed && currentProductsHash(story.sealed)) ?? hashOf(8),
      }
    case 'return':
      return { do: 'return', reason: '核实数字' }
    case 'release':
      return { do: 'release', version: stale ? version - 1 : version }
    case 'recall':
      return { do: 'recall', reason: '有误', confirmation: stale ? '' : (story.sealed?.headline ?? '') }
    case 'nudge':
      return { do: 'nudge' }
    default:
      return { do: what === 'file' ? 'file' : 'seal', revision }
  }
}
const hashOf = (n: number) => String(n % 10).repeat(64) as NonNullable<Story['sealed']>['contentHash']

/** Known-bad twins: each hides from the decision what one of its rules looks at. */
function twins(): Record<string, Decide> {
  const nobody = '100000-nobody' as Story['author']
  const anew = (
    story: Story,
    change: (one: Story['signatures'][number], sealed: NonNullable<Story['sealed']>) => Story['signatures'][number],
  ) => ({ ...story, signatures: story.signatures.map((one) => (story.sealed ? change(one, story.sealed) : one)) }) as Story
  return {
    'that the author reviews nothing': (story, command, caller, around) => decide({ ...story, author: nobody }, command, caller, around),
    'that nobody does two reviews': (story, ...rest) =>
      decide(
        anew(story, (one) => ({ ...one, person: nobody })),
        ...rest,
      ),
    'the hash of the content': (story, command, ...rest) => {
      const blind = story.sealed && command.do === 'sign' ? { ...command, contentHash: story.sealed.contentHash } : command
      const facts = decide(
        anew(story, (one, { contentHash }) => ({ ...one, contentHash })),
        blind,
        ...rest,
      )
      return facts.map((fact) =>
        fact.type === 'story.signed' && command.do === 'sign'
          ? { ...fact, body: { ...fact.body, contentHash: command.contentHash } }
          : fact,
      )
    },
    'the hash of the products': (story, ...rest) =>
      decide(
        anew(story, (one, sealed) => ({ ...one, productsHash: currentProductsHash(sealed) ?? one.productsHash })),
        ...rest,
      ),
    'that products must all be there': (story, command, ...rest) => {
      const all = withAllMade(story)
      const productsHash = (all.sealed && currentProductsHash(all.sealed)) ?? hashOf(8)
      return decide(all, command.do === 'sign' ? { ...command, productsHash } : command, ...rest)
    },
  }
}

/** As if every product were made with the hash that the first one has. */
function withAllMade(story: Story): Story {
  if (!story.sealed) return story
  const products = story.sealed.outlets.map(
    ({ outlet }) => story.sealed!.products.find((one) => one.outlet === outlet) ?? { outlet, hash: hashOf(0) },
  )
  return { ...story, sealed: { ...story.sealed, products } } as Story
}
