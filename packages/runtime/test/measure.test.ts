import { expect, test } from 'vitest'
import { createMetrics, type Measure, measured } from '../src/index.ts'

const one: Measure = { name: 'waiting', labels: { stage: 'signing', centre: '640000' }, value: 3 }

test('a part is asked once in two seconds, whoever asks', async () => {
  let [asked, now] = [0, 0]
  const ask = measured(
    async () => {
      asked += 1
      return [one]
    },
    () => now,
  )
  await Promise.all([ask(), ask()])
  now = 1999
  await ask()
  expect(asked).toBe(1)
  now = 2001
  expect(await ask()).toEqual([one])
  expect(asked).toBe(2)
})

test('a part that is silent or fails is told as such within two seconds, and the others have their figures', async () => {
  const { registry } = createMetrics([
    { name: 'editing', measures: async () => [one] },
    { name: 'silent', measures: () => new Promise(() => {}) },
    { name: 'broken', measures: () => Promise.reject(new Error('no database')) },
    { name: 'identity' },
  ])
  const began = performance.now()
  const text = await registry.metrics()
  expect(performance.now() - began).toBeLessThan(3000)
  for (const line of [
    'kitchen_waiting{stage="signing",centre="640000"} 3',
    'kitchen_silent{part="silent"} 1',
    'kitchen_silent{part="broken"} 1',
    'kitchen_silent{part="editing"} 0',
  ])
    expect(text).toContain(line)
  expect(text.indexOf('kitchen_waiting')).toBeLessThan(text.indexOf('nodejs_eventloop_lag_seconds'))
})
