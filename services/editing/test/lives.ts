import { chainOf, Refusal } from '@kitchen/model'
import fc from 'fast-check'
import type { Command, decide } from '../src/decide.ts'
import { currentProductsHash, nextSigning, signersOf } from '../src/duties.ts'
import type { StandIn } from '../src/stand-in.ts'
import { decideCopyRecalled } from '../src/steps.ts'
import { evolve, type Fact, type Story } from '../src/story.ts'
import { lateProducts } from '../src/supplement.ts'
import { aroundAt, callerFor, made, newsroom, refused, textWith } from './newsroom.ts'

export type Decide = typeof decide
/** One thing that somebody tries, or that generation or the original's centre does. */
export type Act = {
  who: string
  what: Command['do'] | 'phone' | 'make' | 'refuse' | 'hurry' | 'unmake' | 'go'
  pick: number
  stale: boolean
}

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
  'phone',
  'phone',
  'correct',
  'abandon',
  'return',
  'release',
  'supplement',
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
      pick: fc.nat(23),
      stale: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
    }),
    { minLength: 40, maxLength: 40 },
  )

/** The story of a story: everything that happened to it, in order, beginning with how it began. */
export function lifeOf(first: Story, acts: readonly Act[], by: Decide, seen = { released: 0 }): { first: Story; facts: Fact[] } {
  let story = first
  const patient = acts[0]!.pick < 18 // else nobody waits for the products
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

/** A turn is a minute. */
function instantOf(turn: number): string {
  return new Date(1_764_000_000_000 + turn * 60_000).toISOString()
}

function sensible(story: Story, patient: boolean, turn: number): Act['what'] {
  if (story.state === 'draft' || story.state === 'filed') return 'seal'
  if (patient && story.sealed && currentProductsHash(story.sealed) === null) return 'hurry'
  if (story.state === 'released') return lateProducts(story).length > 0 ? 'supplement' : turn % 3 === 0 ? 'correct' : 'hurry'
  return nextSigning(story, newsroom) && turn % 6 !== 0 ? 'sign' : 'release'
}

/** What follows from an act by this decide: nothing when it is refused. */
export function factsOf(story: Story, drawn: Act, turn: number, by: Decide, patient: boolean): readonly Fact[] {
  const act = drawn.what === 'go' ? { ...drawn, what: sensible(story, patient, turn), pick: patient ? drawn.pick : 18 + (turn % 3) } : drawn
  const version = story.sealed?.version ?? 1
  const outlets = story.sealed?.outlets.map(({ outlet }) => outlet) ?? []
  if (act.what === 'hurry') return outlets.map((outlet, at) => hurried(version, outlet, at === 1 && act.pick % 4 === 0))
  if (act.what === 'make') return outlets.slice(0, 1).map((outlet) => made(act.stale ? version - 1 : version, outlet, hashOf(act.pick)))
  if (act.what === 'refuse') return outlets.slice(1, 2).map((outlet) => refused(version, outlet, 'generation/too-long'))
  const at = instantOf(turn)
  if (act.what === 'unmake')
    return story.origin && act.pick <= 1 ? decideCopyRecalled(story, { person: story.author, reason: '原稿有误', at }) : []
  try {
    return by(story, commandOf(story, act, at), callerFor(act.who), aroundAt(at, standIns))
  } catch (error) {
    if (error instanceof Refusal) return []
    throw error
  }
}

const hurried = (version: number, outlet: string, fails: boolean) =>
  fails ? refused(version, outlet, 'generation/trouble') : made(version, outlet, hashOf(0))

const texts = [0, 1, 2].map((n) => textWith(`第${n}个标题`, '正文。'))

function commandOf(story: Story, { what, pick, stale }: Act, at: string): Command {
  const revision = stale ? story.revision - 1 : story.revision
  const version = story.sealed?.version ?? 1
  switch (what) {
    case 'save':
      return { do: 'save', revision, text: texts[pick % 3], mustCarry: pick <= 1 }
    case 'sign':
      return signatureOf(story, pick, stale)
    case 'phone':
      return { ...signatureOf(story, pick, stale), phone: { person: callerOn(story, pick, at), note: '已录音', asset: null } }
    case 'correct':
      return { do: 'correct', severity: pick % 2 === 0 ? 'error' : 'update', note: `更正${pick % 2}`, reason: '来函' }
    case 'abandon':
      return { do: 'abandon' }
    case 'return':
      return { do: 'return', reason: '核实数字' }
    case 'release':
      return { do: 'release', version: stale ? version - 1 : version }
    case 'supplement':
      return supplementOf(story, stale)
    case 'recall':
      return { do: 'recall', reason: '有误', confirmation: stale ? '' : (story.sealed?.headline ?? '') }
    case 'nudge':
      return { do: 'nudge' }
    default:
      return { do: what === 'file' ? 'file' : 'seal', revision }
  }
}
function supplementOf(story: Story, stale: boolean): Command {
  const [late] = lateProducts(story)
  const outlet = late?.outlet ?? story.sealed?.outlets[0]?.outlet ?? ('100000-web' as never)
  return { do: 'supplement', version: story.sealed?.version ?? 1, outlet, hash: stale || !late ? hashOf(9) : late.hash }
}
function signatureOf(story: Story, pick: number, stale: boolean): Extract<Command, { do: 'sign' }> {
  const chain = chainOf(newsroom, story.centre)
  return {
    do: 'sign',
    version: story.sealed?.version ?? 1,
    review: (pick < 18 && nextSigning(story, newsroom)) || chain[pick % chain.length]!,
    contentHash: stale ? hashOf(9) : (story.sealed?.contentHash ?? hashOf(9)),
    productsHash: (story.sealed && currentProductsHash(story.sealed)) ?? hashOf(8),
  }
}

/** Who is said to have called: mostly somebody who may sign, else anybody. */
function callerOn(story: Story, pick: number, at: string): Story['author'] {
  const due = nextSigning(story, newsroom)
  const able = due ? signersOf(story, due, aroundAt(at, standIns)) : []
  const all = pick % 4 !== 0 && able.length > 0 ? able : newsroom.people
  return all[pick % all.length]!.id
}

/** Who stands in while these lives are lived: the operator for the section head, the reporter for the proofreader, each for a quarter of an hour. */
export const standIns: readonly StandIn[] = [
  ['100000-ops', 'second', '100000-gao'],
  ['100101-jin', 'proof', '100101-du'],
].map(([person, does, grantedBy]) => ({
  id: String(person),
  centre: String(person).slice(0, 6),
  person,
  does,
  from: instantOf(8),
  until: instantOf(23),
  reason: '出差',
  grantedBy,
  ended: null,
})) as unknown as readonly StandIn[]
export const hashOf = (n: number) => String(n % 10).repeat(64) as NonNullable<Story['sealed']>['contentHash']
