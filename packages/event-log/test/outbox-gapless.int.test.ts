import { setTimeout as delay } from 'node:timers/promises'
import { append, type Database, type Part, startDatabase, systemTransaction } from '@kitchen/database'
import { testServer } from '@kitchen/database/testing'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type EventLog, react, startPostgresLog } from '../src/index.ts'
import { filed, probe, seen, seenBy, upTo } from './probe.ts'

const [writers, transactions, keys] = [24, 50, 8]
const quiet = { warn: () => {} }
let server: Awaited<ReturnType<typeof testServer>>
let owner: pg.Pool
let opened: Part<Database>
let database: Database

beforeAll(async () => {
  server = await testServer()
  owner = new pg.Pool({ connectionString: server.value.url, max: 30 }).on('error', () => {})
  opened = await startDatabase({ folder: '', url: server.value.url, migrations: [probe] })
  database = opened.value
  await owner.query('create table twin (id bigint generated always as identity, key text, n int, xid xid8 default pg_current_xact_id())')
  await owner.query('create table counter (key text primary key, n int not null)')
  await owner.query('insert into counter select n::text, 0 from generate_series(1, $1::int) n', [keys])
})
afterAll(async () => {
  await opened.stop()
  await owner.end()
  await server.stop()
})

const anyKey = () => String(1 + Math.floor(Math.random() * keys))
const many = async (write: () => Promise<void>) => {
  const writer = async () => {
    for (const _ of upTo(transactions)) await write()
  }
  await Promise.all(upTo(writers).map(writer))
}

/** Two events of one or two keys; some transactions take longer, one in 20 is rolled back. Counts what was committed. */
const committed: Record<string, number> = {}
async function write(): Promise<void> {
  const some = [...new Set([anyKey(), anyKey()])]
  const drafts = some.flatMap((key) => [filed(key), filed(key)])
  const work = systemTransaction(database, some, async (tx) => {
    await append(tx, drafts)
    if (Math.random() < 0.1) await delay(Math.random() * 10)
    if (Math.random() < 0.05) throw new Error('rolled back')
  })
  const done = await work.then(
    () => true,
    () => false,
  )
  for (const key of done ? some : []) committed[key] = (committed[key] ?? 0) + 2
}

const LEADER = `select pid from pg_locks join pg_stat_activity using (pid)
  where locktype = 'advisory' and granted and wait_event_type is distinct from 'Lock' and (classid::bigint << 32) + objid::bigint = $1::bigint`

/** Cuts the connection of the leading relay ten times, and gives how often it was there to be cut. */
async function killLeaders(): Promise<number> {
  let killed = 0
  const { rows } = await owner.query(`select hashtextextended('central-kitchen relay', 0) as lock`)
  for (const _ of upTo(10)) {
    await delay(80)
    const leader = await owner.query(`select count(pg_terminate_backend(pid))::int as n from (${LEADER}) leader`, [rows[0].lock])
    killed += leader.rows[0].n
  }
  return killed
}

describe('outbox-gapless', () => {
  test('24 writers, three relays whose leader is killed again and again: nothing lost, nothing turned around', {
    timeout: 60_000,
  }, async () => {
    const logs: Part<EventLog>[] = []
    for (const _ of upTo(3)) logs.push(await startPostgresLog({ database, logger: quiet }))
    const reactions = { 'story.filed': (tx: Parameters<typeof seen>[0], event: Parameters<typeof seen>[2]) => seen(tx, 'gapless', event) }
    const members = await Promise.all(logs.map((log) => react({ database, log: log.value, logger: quiet, consumer: 'gapless', reactions })))
    const [killed] = await Promise.all([killLeaders(), many(write)])
    const expected = Object.fromEntries(Object.entries(committed).map(([key, last]) => [key, upTo(last)]))
    await expect.poll(() => seenBy(database, 'gapless'), { timeout: 30_000, interval: 50 }).toEqual(expected)
    expect(await logged()).toEqual(expected)
    expect(killed).toBeGreaterThanOrEqual(5)
    for (const part of [...members, ...logs]) await part.stop()
  })

  test('known-bad twin: a poller that remembers the last id it saw loses what commits late', async () => {
    const { read, total } = await whilePolling('select id, key, n from twin where id > $1 order by id limit 500', (row) => row.id)
    expect(read.length).toBeLessThan(total)
  })

  test('known-bad twin: the order of transaction ids, without a lock of the key first, turns events around', async () => {
    await owner.query('truncate twin')
    await many(() => twinWrite(true))
    const { rows } = await owner.query<{ key: string; n: number }>('select key, n from twin order by xid, id')
    expect(inversions(rows)).toBeGreaterThan(0)
  })
})

/** The log itself, by partition and offset: the order in which it hands events out. */
async function logged(): Promise<Record<string, number[]>> {
  const { rows } = await owner.query<{ key: string; all: number[] }>(
    'select key, array_agg(sequence order by partition, "offset")::int[] as all from log.record group by 1 order by 1',
  )
  return Object.fromEntries(rows.map((row) => [row.key, row.all]))
}

/** An event without head and without lock. `early`: the transaction gets its id before it waits for the key. */
async function twinWrite(early: boolean): Promise<void> {
  const [client, key] = [await owner.connect(), anyKey()]
  await client.query('begin')
  if (early) await client.query('select pg_current_xact_id()')
  if (Math.random() < 0.2) await delay(Math.random() * 5)
  await client.query(
    `with next as (update counter set n = n + 1 where key = $1 returning n)
      insert into twin (key, n) select $1, n from next`,
    [key],
  )
  if (Math.random() < 0.2) await delay(Math.random() * 5)
  await client.query('commit')
  client.release()
}

type TwinRow = { readonly id: number; readonly key: string; readonly n: number }

async function whilePolling(text: string, cursor: (row: TwinRow) => number): Promise<{ read: TwinRow[]; total: number }> {
  const read: TwinRow[] = []
  let writing = true
  const poll = async () => {
    for (let last = 0, rest = true; writing || rest; ) {
      const { rows } = await owner.query<TwinRow>(text, [last])
      read.push(...rows)
      rest = rows.length > 0
      last = rows.length > 0 ? cursor(rows.at(-1)!) : last
    }
  }
  await Promise.all([poll(), many(() => twinWrite(false)).finally(() => (writing = false))])
  return { read, total: writers * transactions }
}

/** How often an event of a key comes before one that it should follow. */
function inversions(rows: readonly { key: string; n: number }[]): number {
  const last = new Map<string, number>()
  return rows.filter(({ key, n }) => {
    const before = last.get(key) ?? 0
    last.set(key, n)
    return n < before
  }).length
}
