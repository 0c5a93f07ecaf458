import { Step } from 'prosemirror-transform'
import { describe, expect, test } from 'vitest'
import { type Answer, type Commit, receive, since, stepsToward } from '../../src/authority/index.ts'
import { liveOf } from '../../src/client/index.ts'
import { schema } from '../../src/index.ts'
import { broken, doubled, lost, type Outcome, play, type Twin } from './world.ts'

const seeds = (count: number) => Array.from({ length: count }, (_, index) => index + 1)
/** The first seed, of so many, in which a twin is caught at this. */
const caught = (twin: Twin, at: (outcome: Outcome) => boolean, plan = {}) =>
  seeds(60).find((seed) => {
    try {
      return at(play({ seed, twin, ...plan }))
    } catch {
      return false
    }
  })

describe('people who write in one story', () => {
  const outcomes: Outcome[] = []
  test('all come to the same valid document, each commit once, block ids unique, whatever the network does', () => {
    for (const seed of seeds(200)) {
      const outcome = play({ seed, ticks: 100 })
      outcomes.push(outcome)
      expect(broken(outcome), `seed ${seed}`).toEqual([])
    }
    for (const [seed, people] of [
      [1_001, 20],
      [1_002, 50],
    ] as const)
      expect(broken(play({ seed, people, ticks: 300 })), `seed ${seed}`).toEqual([])
  })

  test('and drag blocks about keep the laws as well', () => {
    for (const seed of seeds(30)) expect(broken(play({ seed, moves: true, ticks: 100 })), `seed ${seed}`).toEqual([])
  })

  test('lose not one letter while nobody takes anything away', () => {
    for (const seed of seeds(40)) {
      const outcome = play({ seed, gentle: true })
      expect(broken(outcome), `seed ${seed}`).toEqual([])
      expect(lost(outcome), `seed ${seed}`).toEqual([])
    }
  })

  test('lose fewer than 1 in 1,000 letters that nobody took away when all cut, join, move and undo at random', () => {
    const typed = outcomes.reduce((sum, { writers }) => sum + writers.reduce((all, one) => all + one.typed.size, 0), 0)
    expect(outcomes.reduce((sum, one) => sum + lost(one).length, 0) / typed).toBeLessThan(0.001)
    expect(outcomes.reduce((sum, one) => sum + doubled(one).length, 0) / typed).toBeLessThan(0.04)
  })
})

describe('known-bad twins are caught:', () => {
  test('a client that takes its own steps for the confirmed ones', () => {
    const heard: Twin['heard'] = (row, state) => {
      const { clientId, flight, pending } = liveOf(state)
      if (row.clientId !== clientId || row.commitId !== flight?.commitId) return row
      return { ...row, steps: pending.filter(({ sent }) => sent !== undefined).map(({ step }) => step.toJSON() as unknown) }
    }
    expect(caught({ heard }, (outcome) => broken(outcome).includes('documents differ'))).toBeDefined()
  })

  test('an authority that forgets which commits it has', () => {
    const forgetful: typeof receive = (authority, ...rest) => receive({ ...authority, last: new Map() }, ...rest)
    expect(caught({ receive: forgetful }, (outcome) => broken(outcome).includes('a commit counted twice'))).toBeDefined()
  })

  test('an authority that maps each step over what was missed and no more (as rebaseSteps alone does): it loses text', () => {
    const naive: typeof receive = (authority, commit, ...rest): Answer => {
      const missed = since(authority, commit.baseVersion)
      if (!missed) return receive(authority, commit, ...rest)
      const maps = missed.flatMap(({ steps }) => steps.map((json) => Step.fromJSON(schema, json).getMap()))
      const steps = commit.steps.flatMap((json) => {
        const step = maps.reduce<Step | null>((at, map) => at?.map(map) ?? null, Step.fromJSON(schema, json))
        return step ? [step.toJSON() as unknown] : []
      })
      return receive({ ...authority, last: new Map() }, { ...commit, steps, baseVersion: authority.version }, ...rest)
    }
    expect(caught({ receive: naive }, (outcome) => lost(outcome).length > 0, { gentle: true })).toBeDefined()
  })
})

test('steps lead from any document to any other, and a commit of them is taken', () => {
  for (const seed of seeds(60)) {
    const [one, other] = [play({ seed, ticks: 60 }).server, play({ seed: seed + 1, ticks: 60 }).server.doc]
    const steps = stepsToward(one.doc, other)
    expect(steps.reduce((at, step) => step.apply(at).doc ?? at, one.doc).eq(other), `seed ${seed}`).toBe(true)
    const commit: Commit = {
      clientId: 'whole',
      commitId: 1,
      baseVersion: one.version,
      steps: steps.map((step) => step.toJSON() as unknown),
    }
    const answer = receive(one, commit)
    expect(steps.length === 0 || (answer.kind === 'confirmed' && answer.next.doc.eq(other)), `seed ${seed}`).toBe(true)
  }
})
