import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { append, backUpDatabase, type Database, restoreInto, startDatabase, transaction } from '../src/index.ts'
import { removeDatabase, temporaryFolder, testServer } from '../src/testing.ts'
import { addWord, as, desk, filed, helan } from './desk.ts'

const settings = { fsync: 'off', synchronous_commit: 'off' }
const folders: string[] = []
function newFolder(): string {
  const folder = temporaryFolder()
  folders.push(folder)
  return folder
}
let server: Awaited<ReturnType<typeof testServer>>
let count = 0
beforeAll(async () => {
  server = await testServer()
})
afterAll(async () => {
  await server.stop()
  folders.forEach(removeDatabase)
})

/** An empty database on one server: quicker than a server each. */
async function empty(): Promise<{ folder: string; url: string }> {
  const owner = new pg.Client({ connectionString: server.value.url })
  await owner.connect()
  await owner.query(`create database restored_${++count}`)
  await owner.end()
  return { folder: newFolder(), url: Object.assign(new URL(server.value.url), { pathname: `/restored_${count}` }).href }
}

const open = (folder: string, migrations = [desk]) => startDatabase({ folder, migrations, settings })
const keys = Array.from({ length: 8 }, (_, n) => `story ${n}`)

/** Desks that write until they are stopped: each time one word and one event, together. */
function load(database: Database): () => Promise<unknown> {
  let running = true
  const writer = async (seed: number) => {
    for (let n = seed; running; n++) {
      const key = keys[n % keys.length]!
      await transaction(database, as(helan, key), async (tx) => {
        await addWord(tx, key)
        await append(tx, [filed(key)])
      })
    }
  }
  const all = Promise.all([0, 1, 2, 3].map(writer))
  return () => {
    running = false
    return all
  }
}

async function opened(): Promise<{ folder: string; database: Database; stop: () => Promise<void> }> {
  const folder = newFolder()
  const { value, stop } = await open(folder)
  for (const key of keys) await value.system.query('insert into desk.story (id, centre, words) values ($1, $2, 0)', [key, helan])
  return { folder, database: value, stop }
}

/** Stories whose words, events and newest sequence do not agree: none, where all were read at one moment. */
const TORN = `select s.id from desk.story s left join journal.head h on h.key = s.id
  where s.words <> coalesce(h.sequence, 0) or s.words <> (select count(*) from journal.event e where e.key = s.id)`

async function torn(source: string): Promise<number> {
  const to = await empty()
  await restoreInto(to, source, [desk])
  const { value, stop } = await startDatabase({ ...to, migrations: [desk] })
  const { rowCount } = await value.system.query(TORN)
  await stop()
  return rowCount ?? 0
}

describe('a backup', () => {
  test('under load is one moment, and restores to the same rows and further events', async () => {
    const { folder, database, stop } = await opened()
    const halt = load(database)
    const [first, later] = [join(newFolder(), 'first'), join(newFolder(), 'later')]
    await backUpDatabase({ folder }, first)
    await new Promise((resolve) => setTimeout(resolve, 100))
    await backUpDatabase({ folder }, later)
    await halt()
    await stop()
    expect(await torn(first)).toBe(0)
    expect(await torn(mixed(first, later)), 'known-bad twin: tables read at two moments').toBeGreaterThan(0)
  })

  test('of a database at rest restores to one whose backup is equal, table by table and number by number', async () => {
    const { folder, database, stop } = await opened()
    const halt = load(database)
    await new Promise((resolve) => setTimeout(resolve, 50))
    await halt()
    await stop()
    const [one, two, again] = [join(newFolder(), 'one'), join(newFolder(), 'two'), newFolder()]
    const before = await backUpDatabase({ folder }, one)
    await restoreInto({ folder: again }, one, [desk])
    const after = await backUpDatabase({ folder: again }, two)
    expect({ ...after, at: before.at }).toEqual(before)
    const { value, stop: end } = await open(again)
    await transaction(value, as(helan, 'story 0'), (tx) => append(tx, [filed('story 0')]))
    await end()
  })

  test('that was damaged, is not whole, or is of a newer program is refused, and leaves nothing behind', async () => {
    const { folder, stop } = await opened()
    await stop()
    const [good, to] = [join(newFolder(), 'good'), newFolder()]
    await backUpDatabase({ folder }, good)
    const damaged = copyOf(good)
    writeFileSync(join(damaged, 'desk.story.copy.zst'), readFileSync(join(good, 'journal.head.copy.zst')))
    await expect(restoreInto({ folder: to }, damaged, [desk])).rejects.toThrow()
    const half = join(newFolder(), 'half')
    mkdirSync(half)
    await expect(restoreInto({ folder: to }, half, [desk])).rejects.toThrow('is no whole backup')
    await expect(restoreInto(await empty(), good, [])).rejects.toThrow('This program is older than its data')
    await restoreInto(await empty(), good, [desk])
  })
})

test('data are copied before each upgrade, the last three copies stay, and each brings the old program back to its data', async () => {
  const [folder, steps] = [newFolder(), newFolder()]
  const part = { schema: 'part', folder: pathToFileURL(steps) }
  writeFileSync(join(steps, '0001-list.sql'), `create schema part; create table part.list (n int); select tenancy.open('part.list')`)
  await (await open(folder, [part])).stop()
  expect(existsSync(join(folder, 'copies'))).toBe(false)
  for (const n of [2, 3, 4, 5]) {
    writeFileSync(join(steps, `000${n}-more.sql`), `insert into part.list values (${n})`)
    await (await open(folder, [part])).stop()
  }
  const copies = readdirSync(join(folder, 'copies')).sort()
  expect(copies.length).toBe(3)
  const old = newFolder()
  for (const n of [1, 2, 3, 4])
    cpSync(join(steps, n === 1 ? '0001-list.sql' : `000${n}-more.sql`), join(old, n === 1 ? '0001-list.sql' : `000${n}-more.sql`))
  const [back, before] = [newFolder(), { schema: 'part', folder: pathToFileURL(old) }]
  await restoreInto({ folder: back }, join(folder, 'copies', copies[2]!), [before])
  const { value, stop } = await open(back, [before])
  expect((await value.system.query('select n from part.list order by n')).rows).toEqual([{ n: 2 }, { n: 3 }, { n: 4 }])
  await stop()
})

function copyOf(backup: string): string {
  const copy = join(newFolder(), 'copy')
  cpSync(backup, copy, { recursive: true })
  return copy
}

/** What a copy without one snapshot would be: the stories of one moment, the journal of another. */
function mixed(first: string, later: string): string {
  const copy = copyOf(later)
  cpSync(join(first, 'desk.story.copy.zst'), join(copy, 'desk.story.copy.zst'))
  const [old, list] = [first, copy].map((folder) => JSON.parse(readFileSync(join(folder, 'dump.json'), 'utf8')))
  const place = list.tables.findIndex(({ name }: { name: string }) => name === 'desk.story')
  list.tables[place] = old.tables.find(({ name }: { name: string }) => name === 'desk.story')
  writeFileSync(join(copy, 'dump.json'), JSON.stringify(list))
  return copy
}
