import { expect, test } from 'vitest'
import { underFire } from '../journeys/no-acked-loss.ts'

test('killed 200 times while four desks write, file and seal, the kitchen has everything that it said was saved', async () => {
  const { lost, stories, answers } = await underFire(Number(process.env.KILLS ?? 200))
  console.log(`  ${answers} answers about ${stories} stories, lost: ${lost.length}`)
  expect(lost).toEqual([])
})

test('the twin that takes a story for sealed before it has asked is caught', async () => {
  expect((await underFire(3, true)).lost.length).toBeGreaterThan(0)
})
