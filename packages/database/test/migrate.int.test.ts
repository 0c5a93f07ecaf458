import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { append, describeDatabase, type Migrations, startDatabase, systemTransaction } from '../src/index.ts'
import { removeDatabase, temporaryFolder, testServer } from '../src/testing.ts'
import { ask, desk, filed, helan } from './desk.ts'

let server: Awaited<ReturnType<typeof testServer>>
let folder: string
const home = temporaryFolder()
let count = 0

beforeAll(async () => {
  server = await testServer()
})
afterAll(async () => {
  await server.stop()
  removeDatabase(home)
})
beforeEach(() => {
  count++
  folder = join(home, `migrations ${count}`) // a blank in a path is nothing strange
  mkdirSync(folder)
})

const write = (name: string, sql: string) => writeFileSync(join(folder, name), sql)
const migrations = (): Migrations => ({ schema: `part${count}`, folder: pathToFileURL(folder) })
const open = () => startDatabase({ folder, url: server.value.url, migrations: [migrations()] })
const openAndClose = async () => (await open()).stop()

describe('migrations', () => {
  test('run once each, in order, and only what is new at the next start', async () => {
    write('0002-more.sql', `insert into part${count}.list values (2)`)
    write('0001-list.sql', `create schema part${count}; create table part${count}.list (n int); select tenancy.open('part${count}.list')`)
    await openAndClose()
    write('0003-last.sql', `insert into part${count}.list values (3)`)
    const { value, stop } = await open()
    expect((await value.system.query(`select n from part${count}.list order by n`)).rows).toEqual([{ n: 2 }, { n: 3 }])
    await stop()
  })

  test('of several processes that start together run once', async () => {
    write('0001-list.sql', `create schema part${count}; create table part${count}.list (n int)`)
    await expect(Promise.all([openAndClose(), openAndClose(), openAndClose()])).resolves.toBeDefined()
  })

  test('that were changed after they had run are refused', async () => {
    write('0001-list.sql', `create schema part${count}`)
    await openAndClose()
    write('0001-list.sql', `create schema part${count}; select 1`)
    await expect(open()).rejects.toThrow(
      `part${count}: 0001-list.sql was changed after it had run here. Restore it, and add a new migration.`,
    )
  })

  test('of a newer program make an older one refuse to start', async () => {
    write('0001-list.sql', `create schema part${count}`)
    write('0002-newer.sql', 'select 1')
    await openAndClose()
    rmSync(join(folder, '0002-newer.sql'))
    await expect(open()).rejects.toThrow(
      `This program is older than its data: part${count} already has 0002-newer.sql. Start the newer program`,
    )
  })

  test('that fail name themselves, leave nothing behind and run again once mended', async () => {
    write('0001-list.sql', `create schema part${count}; create table part${count}.list (n wrong)`)
    await expect(open()).rejects.toThrow(`Migration part${count}/0001-list.sql failed: type "wrong" does not exist`)
    write('0001-list.sql', `create schema part${count}; create table part${count}.list (n int)`)
    await expect(openAndClose()).resolves.toBeUndefined()
  })

  test('are told by doctor, with version, roles and months', async () => {
    write('0001-list.sql', `create schema part${count}`)
    const { value, stop } = await open()
    const { version, roles, monthsAhead, migrations: steps } = await describeDatabase(value)
    expect([version.startsWith('18.'), roles, monthsAhead]).toEqual([true, ['app', 'system'], 3])
    expect(steps.map((step) => `${step.schema} ${step.name}`)).toContain(`part${count} 0001-list.sql`)
    await stop()
  })
})

describe('a database by its address', () => {
  test('needs the password of its owner, for the roles are derived from it', async () => {
    const url = server.value.url.replace(/:[^:@/]+@/, '@')
    await expect(startDatabase({ folder, url, migrations: [] })).rejects.toThrow('DATABASE_URL names no password')
  })

  test('that does not answer is refused within seconds', async () => {
    const url = 'postgres://owner:secret@127.0.0.1:9/postgres'
    await expect(startDatabase({ folder, url, migrations: [] })).rejects.toThrow('ECONNREFUSED')
  })

  test('may belong to an owner who is no superuser', async () => {
    const fresh = await testServer()
    const url = new URL(fresh.value.url)
    const superuser = new pg.Client(url.href)
    await superuser.connect()
    await superuser.query(`create role house login createrole password 'secret'`)
    await superuser.query('create database house owner house')
    await superuser.end()
    Object.assign(url, { username: 'house', password: 'secret', pathname: '/house' })
    const { value, stop } = await startDatabase({ folder, url: url.href, migrations: [desk] })
    await systemTransaction(value, ['a'], (tx) => append(tx, [filed('a')]))
    expect(await ask(value, helan, 'select id from desk.story')).toEqual([])
    await stop()
    await fresh.stop()
  })
})
