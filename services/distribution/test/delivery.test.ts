import { failureOf } from '@kitchen/runtime'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { backOff, type Delivery, nextOf, type Outcome, usualPace } from '../src/delivery.ts'
import { refuse } from '../src/refusals.ts'

const even = () => 0.5
const trouble = (error: Parameters<typeof failureOf>[0]): Outcome => ({ is: 'trouble', error, failure: failureOf(error) })
const next = (outcome: Outcome, tries = 1, wanted: Delivery['wanted'] = 'out', action: Delivery['wanted'] = wanted) =>
  nextOf(wanted, action, tries, outcome, usualPace, even)

describe('an attempt', () => {
  it('that was seen at the outlet ends the delivery', () => {
    expect(next({ is: 'there', receipt: {}, url: null })).toEqual({ state: 'delivered', afterMs: null, failure: null })
  })
  it('that met trouble is tried again later, and later still', () => {
    const [first, second] = [1, 2].map((tries) => next(trouble(refuse('distribution/unreachable', { detail: 'ECONNREFUSED' })), tries))
    expect([first!.state, second!.afterMs! > first!.afterMs!]).toEqual(['retrying', true])
  })
  it('that failed too often is a person’s, and goes on quietly', () => {
    expect(next(trouble(refuse('distribution/unreachable', { detail: '' })), usualPace.tries)).toMatchObject({
      state: 'person',
      afterMs: usualPace.aside,
    })
  })
  it('that only a person can mend waits for one', () => {
    expect(next(trouble(refuse('distribution/wechat-press-send')))).toMatchObject({ state: 'person', afterMs: null })
  })
  it('that waits for something outside is no failed one', () => {
    expect(next({ is: 'later', afterMs: 400 })).toEqual({ state: 'sending', afterMs: 400, failure: null })
  })
  it('during which the story was recalled is followed by the withdrawal, however it ended', () => {
    for (const outcome of [{ is: 'there', receipt: {}, url: null }, { is: 'later', afterMs: 9 }, trouble(new Error('x'))] as const)
      expect(next(outcome, 1, 'gone', 'out')).toEqual({ state: 'withdrawing', afterMs: 0, failure: null })
  })
  it('to withdraw never ends in a state of sending', () => {
    for (const outcome of [{ is: 'gone', receipt: {}, remains: null }, { is: 'later', afterMs: 9 }, trouble(new Error('x'))] as const)
      expect(['withdrawing', 'withdrawn', 'person']).toContain(next(outcome, 1, 'gone').state)
  })
})

describe('back-off', () => {
  it('stays between half and one and a half times its step, and never passes the most', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (tries, random) => {
        const step = Math.min(usualPace.most, usualPace.first * 2 ** (tries - 1))
        const wait = backOff(tries, usualPace, () => random)
        expect(wait).toBeGreaterThanOrEqual(Math.floor(step / 2))
        expect(wait).toBeLessThanOrEqual(Math.ceil(step * 1.5))
      }),
    )
  })
})
