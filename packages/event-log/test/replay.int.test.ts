import { askReplay, lagOf, parkedKeys } from '@kitchen/database'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { react } from '../src/index.ts'
import { type TestLog, testLog } from '../src/testing.ts'
import { filed, probe, put, seen, seenBy, upTo } from './probe.ts'

let house: TestLog
beforeAll(async () => {
  house = await testLog([probe])
})
afterAll(() => house.stop())

const reacting = (consumer: string, replays: boolean) =>
  react({ ...house, logger: { warn: () => {} }, consumer, replays, reactions: { 'story.filed': (tx, event) => seen(tx, consumer, event) } })

test('a consumer that may be replayed applies everything again, in order, and what comes meanwhile after it', async () => {
  const view = await reacting('replay.view', true)
  await put(house.database, filed('a'), filed('a'), filed('b'))
  await house.settle()
  expect(await askReplay(house.database, 'replay.view')).toEqual({ keys: 2 })
  await put(house.database, filed('a'))
  await expect.poll(() => seenBy(house.database, 'replay.view'), { timeout: 10_000 }).toEqual({ a: [1, 2, ...upTo(3)], b: [1, 1] })
  expect(await parkedKeys(house.database)).toEqual([])
  await view.stop()
})

test('a consumer with effects outside is not replayed, and those that can be are named', async () => {
  const outside = await reacting('replay.outside', false)
  await put(house.database, filed('c'))
  await house.settle()
  expect(await askReplay(house.database, 'replay.outside')).toEqual({ able: ['replay.view'] })
  expect(await seenBy(house.database, 'replay.outside')).toHaveProperty('c', [1])
  await outside.stop()
})

test('how far a consumer is behind is told with the time of its oldest event', async () => {
  const before = Date.now()
  await put(house.database, filed('d'), filed('d'))
  const lag = (await lagOf(house.database)).find(({ consumer }) => consumer === 'replay.outside')
  expect(lag).toMatchObject({ topic: 'story', events: 2, keys: 1 })
  expect(lag!.oldest.getTime()).toBeGreaterThan(before - 5000)
})
