import { expect, test } from 'vitest'
import { underFire } from './no-acked-loss.ts'

test('killed three times while four desks write, file and seal, the kitchen has everything that it said was saved', async () => {
  const { lost, stories, answers } = await underFire(3)
  console.log(`  ${answers} answers about ${stories} stories`)
  expect(lost).toEqual([])
})
