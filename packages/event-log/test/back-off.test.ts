import { describe, expect, test } from 'vitest'
import { backOff } from '../src/back-off.ts'
import { retryList } from '../src/retrying.ts'

describe('backing off', () => {
  const clocked = () => {
    let now = 0
    const pass = (milliseconds: number) => {
      now += milliseconds
    }
    return { rests: backOff(() => now), pass }
  }

  test('rests a failing partition twice as long each time, up to 5 s, and no other', () => {
    const { rests, pass } = clocked()
    const waits = Array.from({ length: 8 }, () => {
      rests.failed(3)
      const wait = rests.nextIn(60_000)
      expect(rests.resting()).toEqual([3])
      pass(wait)
      return wait
    })
    expect(waits).toEqual([100, 200, 400, 800, 1600, 3200, 5000, 5000])
    expect(rests.resting()).toEqual([])
  })

  test('begins anew after a success', () => {
    const { rests } = clocked()
    rests.failed(3)
    rests.failed(3)
    rests.succeeded(3)
    expect([rests.resting(), rests.nextIn(2000)]).toEqual([[], 2000])
    rests.failed(3)
    expect(rests.nextIn(2000)).toBe(100)
  })
})

describe('the list of what is tried again', () => {
  const event = (key: string) =>
    ({ topic: 'story', key, sequence: 1, type: 'story.filed', version: 1, body: {}, trace: null, at: new Date(0) }) as never

  test('counts tries since the first failure, and forgets a key that went through', () => {
    const list = retryList(() => new Date(5))
    list.failed([event('a'), event('b')], new Error('away'))
    list.failed([event('a')], new Error('still away'))
    list.succeeded([event('b')])
    expect(list.list()).toEqual([{ topic: 'story', key: 'a', reason: 'still away', since: new Date(5), tries: 2 }])
  })
})
