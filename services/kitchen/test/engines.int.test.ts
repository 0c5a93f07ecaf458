import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { removeDatabase } from '@kitchen/database/testing'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startEngines } from '../src/region/engines.ts'

const data = mkdtempSync(join(tmpdir(), 'engines-'))
const said: string[] = []
let engines: Awaited<ReturnType<typeof startEngines>>

beforeAll(async () => {
  engines = await startEngines({ data, wanted: ['postgres'], said: (line) => said.push(line) })
})
afterAll(async () => {
  await engines.stop()
  removeDatabase(data)
  rmSync(data, { recursive: true, force: true })
})

test('a database that is killed is named, and comes back at its address with its data', async () => {
  await ask('create table kept (word text)')
  await ask(`insert into kept values ('盐池')`)
  const [{ folder } = { folder: '' }] = await ask('show data_directory', 'data_directory')
  process.kill(Number(readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL')
  await expect.poll(() => ask('select word as folder from kept').catch(() => 'away'), { timeout: 20_000 }).toEqual([{ folder: '盐池' }])
  await expect.poll(() => said.join('\n')).toMatch(/PostgreSQL 意外结束.*SIGKILL.*PostgreSQL 已恢复/s)
})

async function ask(text: string, as = 'folder'): Promise<readonly { folder: string }[]> {
  const client = new pg.Client(engines.value.DATABASE_URL)
  await client.connect()
  try {
    return (await client.query(text)).rows.map((row) => ({ folder: row[as] }))
  } finally {
    await client.end()
  }
}
