import { setTimeout as delay } from 'node:timers/promises'
import { append, systemTransaction } from '@kitchen/database'
import { testDatabase } from '@kitchen/database/testing'
import { draft } from '@kitchen/events'
import { uuidv7 } from '@kitchen/model'
import { expect, it } from 'vitest'
import { moveToPostgres } from '../src/postgres-move.ts'
import { startRelay } from '../src/relay.ts'

/** How many of `count` appends, each by itself, were moved only because the relay looks by itself every 200 ms: its hint was lost. */
async function rescued(count: number, hinted: boolean): Promise<number> {
  const { value, stop } = await testDatabase()
  const database = hinted ? value : { ...value, hint: () => {} }
  let [last, late] = [performance.now(), 0]
  const relay = await startRelay(
    database,
    async (leader) => {
      const rested = performance.now() - last
      const moved = await moveToPostgres(leader)
      if (moved > 0 && rested > 195) late += 1
      last = performance.now()
      return moved
    },
    () => {},
  )
  await delay(300)
  for (let n = 0; n < count; n++) {
    const story = uuidv7()
    const body = { story, centre: '640000', person: '640000-reporter', headline: '稿件', at: new Date().toISOString() }
    await systemTransaction(database, [story], (tx) => append(tx, [draft('story.filed', story, body)]))
    await delay(Math.random() * 60)
  }
  await delay(300)
  await relay.stop()
  await stop()
  return late
}

it('the relay is woken by hints: what waits for its own look is a hint and a look that met, one of twenty at most', async () => {
  expect(await rescued(200, true)).toBeLessThanOrEqual(10)
})

it('the twin whose hints are lost is caught', async () => {
  expect(await rescued(40, false)).toBeGreaterThan(4)
})
