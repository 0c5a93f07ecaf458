import { expect, it } from 'vitest'
import { poisoned, same } from './poison.ts'

it('poison parks its own keys alone, and after a second try everything is as if it had never been', async () => {
  const run = await poisoned(600, 120, 6)
  expect([run.healthyDone, run.parked]).toEqual([true, 6])
  expect(same(run.state, run.expected)).toBe(true)
})

it('the twin that drops what it can not apply is caught', async () => {
  const run = await poisoned(600, 120, 6, true)
  expect(same(run.state, run.expected)).toBe(false)
})
