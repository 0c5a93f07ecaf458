import { expect, test } from 'vitest'
import { publishUnderFire } from '../../services/distribution/test/publish-under-fire.ts'

test('2,000 deliveries, 30 % of the replies lost, the worker killed 50 times: each effect is there exactly once', async () => {
  const outcome = await publishUnderFire({ stories: 100, kills: 50 })
  console.log(`  killed ${outcome.kills} times; products by effects: ${JSON.stringify(outcome.effects)}`)
  expect(outcome).toEqual({ effects: { 1: 2000 }, receipts: 2000, confirmed: 2000, twice: 0, kills: 50 })
})

test('the twin that sends again without having looked is caught', async () => {
  const { effects } = await publishUnderFire({ stories: 10, kills: 3, readsBack: false })
  expect(Object.keys(effects)).not.toEqual(['1'])
})
