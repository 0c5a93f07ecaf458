import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { append, type Database, type Part, transaction } from '../src/index.ts'
import { testDatabase } from '../src/testing.ts'
import { as, ask, desk, filed, helan, yongning } from './desk.ts'

let part: Part<Database>
let database: Database

beforeAll(async () => {
  part = await testDatabase([desk])
  database = part.value
  await database.system.query(`insert into desk.story (id, centre) values ('ours', $1), ('theirs', $2)`, [helan, yongning])
  await database.system.query(`insert into desk.delivery (centre, origin) values ($1, $2), ($2, $2)`, [helan, yongning])
})
afterAll(() => part.stop())

describe('the wall between centres', () => {
  test('a centre sees its own rows alone', async () => {
    expect(await ask(database, helan, 'select id from desk.story')).toEqual([{ id: 'ours' }])
  })

  test('a row with two centres is seen by both', async () => {
    expect(await ask(database, helan, 'select id from desk.delivery')).toHaveLength(1)
    expect(await ask(database, yongning, 'select id from desk.delivery')).toHaveLength(2)
  })

  test('a centre cannot change, delete or take over the rows of another', async () => {
    const changed = await ask(database, helan, `update desk.story set words = 9 where id = 'theirs' returning id`)
    const deleted = await ask(database, helan, `delete from desk.story where id = 'theirs' returning id`)
    const conflicting = `insert into desk.story (id, centre) values ('theirs', $1) on conflict (id) do update set words = 9`
    expect([changed, deleted]).toEqual([[], []])
    await expect(ask(database, helan, conflicting, [helan])).rejects.toThrow('row-level security')
  })

  test('a centre cannot write a row in the name of another', async () => {
    const insert = `insert into desk.story (id, centre) values ('planted', $1)`
    await expect(ask(database, helan, insert, [yongning])).rejects.toThrow('row-level security')
    await expect(ask(database, helan, 'update desk.story set centre = $1', [yongning])).rejects.toThrow('row-level security')
  })

  test('outside of a transaction role app sees nothing', async () => {
    await ask(database, helan, 'select 1') // leaves no centre behind on its connection
    expect((await database.app.query('select id from desk.story')).rows).toEqual([])
  })

  test.each([
    ['truncate desk.story', 'permission denied'],
    ['select * from desk.rendition', 'permission denied'],
    ['select * from desk.forgotten', 'permission denied'],
    ['alter table desk.story disable row level security', 'must be owner'],
    ['set role system', 'permission denied'],
    ['select body from journal.event', 'permission denied'],
    ['select key from journal.head', 'permission denied'],
    ['delete from journal.queue', 'permission denied'],
    [`insert into journal.event (topic, key, sequence, type, version, body) values ('story', 'x', 1, 'x', 1, '{}')`, 'permission denied'],
    ['select key from log.record', 'permission denied'],
    ['create table public.mine (id int)', 'permission denied'],
    ['create temporary table mine (id int)', 'permission denied'],
    ['select * from migration.step', 'permission denied'],
  ])('role app is refused: %s', async (statement, why) => {
    await expect(ask(database, helan, statement)).rejects.toThrow(why)
  })

  test.each([
    ['truncate journal.event', 'permission denied'],
    ['delete from journal.event', 'permission denied'],
    [`update journal.event set body = '{}'`, 'permission denied'],
    ['update journal.head set sequence = 0', 'permission denied'],
    ['truncate desk.story', 'permission denied'],
    ['create table desk.more (id int)', 'permission denied'],
  ])('role system is refused: %s', async (statement, why) => {
    await expect(database.system.query(statement)).rejects.toThrow(why)
  })

  test('role app adds events, and role system reads them', async () => {
    await transaction(database, as(helan, 'ours'), (tx) => append(tx, [filed('ours', 12)]))
    const { rows } = await database.system.query(`select key, body from journal.event where key = 'ours'`)
    expect(rows).toEqual([{ key: 'ours', body: { words: 12 } }])
  })

  test('known-bad twin: a table without the wall shows every row to every centre', async () => {
    await database.system.query(`insert into desk.twin (id, centre) values ('ours', $1), ('theirs', $2)`, [helan, yongning])
    expect(await ask(database, helan, 'select id from desk.twin')).toHaveLength(2)
  })
})
