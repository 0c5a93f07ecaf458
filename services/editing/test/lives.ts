import { Refusal } from '@kitchen/model'
import fc from 'fast-check'
import type { Command, decide } from '../src/decide.ts'
import { currentProductsHash, nextReview } from '../src/duties.ts'
import { decideCopyRecalled } from '../src/steps.ts'
import { evolve, type Fact, type Story } from '../src/story.ts'
import { aroundAt, callerFor, made, refused, textWith } from './newsroom.ts'

export type Decide = typeof decide
/** One thing that somebody tries, or that generation or the original's centre does. */
export type Act = { who: string; what: Command['do'] | 'make' | 'refuse' | 'hurry' | 'unmake' | 'go'; pick: number; stale: boolean }

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
  'unmake',
  ...Array<'go'>(26).fill('go'),
] as const
/** Forty acts of these people. */
export const actsOf = (who: string[]) =>
  fc.array(
    fc.record({
      who: fc.constantFrom(...who),
      what: fc.constantFrom(...whats),
      pick: fc.nat(11),
      stale: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
    }),
    { minLength: 40, maxLength: 40 },
  )

/** The story of a story: everything that happened to it, in order, beginning with how it began. */
export function lifeOf(first: Story, acts: readonly Act[], by: Decide, seen = { released: 0 }): { first: Story; facts: Fact[] } {
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

/** What follows from an act by this decide: nothing when it is refused. */
export function factsOf(story: Story, drawn: Act, turn: number, by: Decide, patient: boolean): readonly Fact[] {
  const act = drawn.what === 'go' ? { ...drawn, what: sensible(story, patient), pick: patient ? drawn.pick : 9 + (turn % 3) } : drawn
  const version = story.sealed?.version ?? 1
  const outlets = story.sealed?.outlets.map(({ outlet }) => outlet) ?? []
  if (act.what === 'hurry') return outlets.map((outlet) => made(version, outlet, hashOf(0)))
  if (act.what === 'make') return outlets.slice(0, 1).map((outlet) => made(act.stale ? version - 1 : version, outlet, hashOf(act.pick)))
  if (act.what === 'refuse') return outlets.slice(1, 2).map((outlet) => refused(version, outlet, 'generation/too-long'))
  const at = new Date(1_764_000_000_000 + turn * 60_000).toISOString()
  if (act.what === 'unmake')
    return story.origin && act.pick === 0 ? decideCopyRecalled(story, { person: story.author, reason: '原稿有误', at }) : []
  try {
    return by(story, commandOf(story, act), callerFor(act.who), aroundAt(at))
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
export const hashOf = (n: number) => String(n % 10).repeat(64) as NonNullable<Story['sealed']>['contentHash']
