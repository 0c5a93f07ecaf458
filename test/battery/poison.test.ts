import { expect, test } from 'vitest'
import { poisoned, same } from '../../packages/event-log/test/poison.ts'

test('5,000 events, one of a hundred poison on 30 of 600 keys: healthy keys finish, and after a second try all is as in a clean run', async () => {
  const run = await poisoned(5000, 600, 30)
  expect([run.healthyDone, run.parked]).toEqual([true, 30])
  expect(same(run.state, run.expected)).toBe(true)
})
