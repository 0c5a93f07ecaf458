import { type Database, type Part, startDatabase } from '@kitchen/database'
import { testServer } from '@kitchen/database/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { beAlone } from '../src/split/alone.ts'

let server: Awaited<ReturnType<typeof testServer>>
const processes: Part<Database>[] = []
const open = async () => {
  const one = await startDatabase({ folder: '', url: server.value.url, migrations: [] })
  processes.push(one)
  return one.value
}

beforeAll(async () => {
  server = await testServer()
})
afterAll(async () => {
  for (const one of processes) await one.stop()
  await server.stop()
})

test('a second process of what only one may serve is refused in a sentence, and comes in when the first has stopped', async () => {
  const [first, second] = [await open(), await open()]
  const place = await beAlone('ingest', first)
  await expect(beAlone('ingest', second, 500)).rejects.toThrow(/另一个进程已在提供 ingest.*Another process already serves ingest/s)
  await (await beAlone('another', second, 500)).stop()
  await place.stop()
  await (await beAlone('ingest', second, 5000)).stop()
})

test('a place whose connection breaks is taken anew, and stays closed to others', async () => {
  const [first, second] = [await open(), await open()]
  const place = await beAlone('broken', first)
  const { rows } = await first.system.query("select pid from pg_locks where locktype = 'advisory'")
  for (const { pid } of rows) await first.system.query('select pg_terminate_backend($1)', [pid])
  await expect.poll(async () => (await first.system.query("select pid from pg_locks where locktype = 'advisory'")).rows.length).toBe(1)
  await expect(beAlone('broken', second, 500)).rejects.toThrow('broken')
  await place.stop()
})
