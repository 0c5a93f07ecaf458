import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { gather } from '../src/kafka/gather.ts'

test('what arrives side by side is delivered as one, what comes meanwhile as the next', async () => {
  const delivered: number[][] = []
  const together = gather<number>(async (some) => {
    delivered.push([...some])
    await delay(10)
  })
  const first = [together([1, 2]), together([3])]
  await delay(5)
  await Promise.all([...first, together([4]), together([5])])
  expect(delivered).toEqual([
    [1, 2, 3],
    [4, 5],
  ])
})

test('after trouble each slice goes by itself, and only the bad one rejects', async () => {
  const delivered: number[] = []
  const together = gather<number>(async (some) => {
    if (some.includes(13)) throw new Error('thirteen')
    delivered.push(...some)
  })
  const outcomes = await Promise.allSettled([together([1, 2]), together([13]), together([3])])
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(delivered).toEqual([1, 2, 3])
  await together([4])
  expect(delivered).toEqual([1, 2, 3, 4])
})

test('a delivery stays within 500 unless one slice alone is larger', async () => {
  const sizes: number[] = []
  const together = gather<number>(async (some) => void sizes.push(some.length))
  await Promise.all([300, 200, 1, 900, 10].map((many) => together(Array.from({ length: many }, () => 0))))
  expect(sizes).toEqual([500, 1, 900, 10])
})
