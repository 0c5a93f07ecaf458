import type { Database } from '@kitchen/database'
import { expect, it } from 'vitest'
import { startSweep } from '../src/sweep.ts'

it('a key that fails again and again takes no other key’s turn', async () => {
  const rows = ['a', 'b', 'c'].map((key) => ({ topic: 'story', key, last: 0 }))
  const database = { system: { query: async () => ({ rows }) } } as unknown as Database
  const [tried, told] = [new Set<string>(), new Set<unknown>()]
  const catchUp = async (_topic: string, key: string) => {
    tried.add(key)
    if (key === 'a') throw new Error('deadlock detected')
  }
  const sweep = startSweep({ database, consumer: 'test', catchUp, complain: (trouble) => told.add(trouble), every: 60_000, patience: 1 })
  await expect.poll(() => [...tried]).toEqual(['a', 'b', 'c'])
  expect(told.size).toBe(1)
  await sweep.stop()
})
