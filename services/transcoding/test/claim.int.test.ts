import { createHash } from 'node:crypto'
import type { Database, Part } from '@kitchen/database'
import { testDatabase } from '@kitchen/database/testing'
import { sha256 as sha256Schema, uuidv7 } from '@kitchen/model'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { migrations } from '../src/index.ts'
import { bulkRank } from '../src/job.ts'
import { beat, claim, finish } from '../src/store.ts'

let part: Part<Database>
let database: Database
beforeAll(async () => {
  part = await testDatabase([migrations])
  database = part.value
})
afterAll(() => part.stop())
beforeEach(() =>
  database.system.query(
    'delete from transcoding.job; delete from transcoding.reference; delete from transcoding.turn; delete from transcoding.source',
  ),
)

const shaOf = (name: string) => sha256Schema.parse(createHash('sha256').update(name).digest('hex'))
const names = new Map<string, string>()

async function waiting(name: string, { centre = '640000', rank = 0, lane = 'opening', paused = false } = {}): Promise<void> {
  const sha256 = shaOf(name)
  names.set(sha256, name)
  await database.system.query(`insert into transcoding.source values ($1, 'video', 1920, null, now()) on conflict do nothing`, [sha256])
  await database.system.query(
    `insert into transcoding.reference (asset, centre, sha256, name, owner, paused, at) values ($1, $2, $3, $4, true, $5, now())`,
    [uuidv7(), centre, sha256, name, paused],
  )
  await database.system.query('insert into transcoding.job (sha256, lane, rank) values ($1, $2, $3)', [sha256, lane, rank])
}
const next = async (highest = bulkRank) => names.get((await claim(database, 'test:1', highest))?.sha256 ?? '') ?? 'nothing'

test('centres take turns: one that sends a hundred does not hold up one that sends one', async () => {
  for (let index = 0; index < 5; index++) await waiting(`many-${index}`, { centre: '640100' })
  await waiting('single', { centre: '640122' })
  expect(await next()).toBe('many-0')
  expect(await next()).toBe('single')
  expect(await next()).toBe('many-1')
})

test('what a person waits for goes before the bulk, which some workers leave alone', async () => {
  await waiting('bulk', { rank: bulkRank, lane: 'bulk' })
  await waiting('photo')
  expect([await next(), await next(bulkRank - 1), await next()]).toEqual(['photo', 'nothing', 'bulk'])
})

test('each job is given to one worker, however many ask', async () => {
  for (let index = 0; index < 8; index++) await waiting(`job-${index}`)
  const given = await Promise.all(Array.from({ length: 12 }, () => next()))
  expect(given.filter((name) => name !== 'nothing').sort()).toEqual(Array.from({ length: 8 }, (_, index) => `job-${index}`))
})

test('a source is held only when every centre that waits for it has paused it', async () => {
  await waiting('held', { paused: true })
  expect(await next()).toBe('nothing')
  await database.system.query(
    `insert into transcoding.reference (asset, centre, sha256, name, owner, at) values ($1, '640122', $2, 'held', true, now())`,
    [uuidv7(), shaOf('held')],
  )
  expect(await next()).toBe('held')
})

test('a lease that has run out is taken over, and the late worker is told to stop', async () => {
  await waiting('leased')
  const job = (await claim(database, 'test:1', bulkRank))!
  expect(await next()).toBe('nothing')
  await database.system.query(`update transcoding.job set leased_until = now() - interval '1 second'`)
  expect((await claim(database, 'test:2', bulkRank))?.attempts).toBe(2)
  expect(await beat(database, job, 'test:1', 50)).toBe(false)
  await finish(database, job, 'test:1', { state: 'done' })
  expect(await beat(database, job, 'test:2', 50)).toBe(true)
})
