import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { append, type Database, type Part, systemTransaction, transaction } from '../src/index.ts'
import { testDatabase } from '../src/testing.ts'
import { addWord, as, desk, filed, helan } from './desk.ts'

let part: Part<Database>
let database: Database

beforeAll(async () => {
  part = await testDatabase([desk])
  database = part.value
})
afterAll(() => part.stop())

const times = (many: number) => Array.from({ length: many }, (_, n) => n)
const storyOf = async (id: string) => (await database.system.query('select words from desk.story where id = $1', [id])).rows[0]
const insert = (id: string) => `insert into desk.story (id, centre) values ('${id}', '${helan}')`

describe('a transaction', () => {
  test('runs after every other one over its key, so no change is lost', async () => {
    await database.system.query(insert('locked'))
    await Promise.all(times(40).map(() => transaction(database, as(helan, 'locked'), (tx) => addWord(tx, 'locked'))))
    expect(await storyOf('locked')).toEqual({ words: 40 })
  })

  test('known-bad twin: without its key changes are lost', async () => {
    await database.system.query(insert('unlocked'))
    await Promise.all(times(40).map(() => transaction(database, as(helan), (tx) => addWord(tx, 'unlocked'))))
    expect((await storyOf('unlocked')).words).toBeLessThan(40)
  })

  test('over many keys, in whatever order they are named, never deadlocks', async () => {
    const keys = times(6).map((n) => `many-${n}`)
    const shuffled = () => keys.toSorted(() => Math.random() - 0.5)
    const all = times(60).map(() => transaction(database, as(helan, ...shuffled()), (tx) => tx.query('select pg_sleep(0.001)')))
    await expect(Promise.all(all)).resolves.toHaveLength(60)
  })

  test('that fails leaves nothing behind, its first statement included', async () => {
    const failing = transaction(database, as(helan), async (tx) => {
      await tx.query(insert('first'))
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await storyOf('first')).toBeUndefined()
  })

  test('known-bad twin: a begin that is an argument beside the work is sent after it', async () => {
    const tx = await database.system.connect()
    const both = (working: Promise<unknown>, begun: Promise<unknown>) => Promise.all([working, begun])
    await both(tx.query(insert('outside')), tx.query('begin'))
    await tx.query('rollback')
    tx.release()
    expect(await storyOf('outside')).toBeDefined()
  })

  test('that is over refuses what a forgotten branch of its work still sends', async () => {
    const straggler = Promise.withResolvers<unknown>()
    const failing = transaction(database, as(helan), async (tx) => {
      void delay(20).then(() => straggler.resolve((async () => tx.query(insert('late')))().catch((error) => error)))
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(String(await straggler.promise)).toContain('This transaction is over')
    expect(await storyOf('late')).toBeUndefined()
  })

  test('known-bad twin: on the bare connection that statement commits by itself', async () => {
    const tx = await database.system.connect()
    await tx.query('begin')
    const late = delay(20).then(() => tx.query(insert('straggled')))
    await tx.query('rollback')
    await late
    tx.release()
    expect(await storyOf('straggled')).toBeDefined()
  })

  test('says so when a failed statement was swallowed', async () => {
    const swallowing = transaction(database, as(helan), async (tx) => {
      await tx.query(insert('swallowed'))
      await tx.query('select 1 / 0').catch(() => {})
    })
    await expect(swallowing).rejects.toThrow('its error was swallowed')
  })

  test('throws the cause, not its echo in the statements behind it', async () => {
    const work = transaction(database, as(helan), async (tx) => {
      await Promise.all([tx.query('select 1'), tx.query('select 1 / 0'), tx.query('select 2')])
    })
    await expect(work).rejects.toThrow('division by zero')
  })

  test('gives its connection back whatever happens', async () => {
    const failing = times(50).map(() => transaction(database, as(helan), (tx) => tx.query('nonsense')).catch(() => {}))
    await Promise.all(failing)
    expect([database.app.waitingCount, database.app.totalCount - database.app.idleCount]).toEqual([0, 0])
  })
})

describe('append', () => {
  const sequences = async (key: string) =>
    (await database.system.query('select sequence from journal.event where key = $1 order by position', [key])).rows.map(
      (row) => row.sequence,
    )

  test('numbers the events of a key without gaps, in the order of commits', async () => {
    const writing = times(60).map((n) =>
      systemTransaction(database, ['counted'], async (tx) => {
        await append(tx, [filed('counted'), filed('counted')])
        if (n % 10 === 9) throw new Error('rolled back')
      }).catch(() => {}),
    )
    await Promise.all(writing)
    expect(await sequences('counted')).toEqual(times(108).map((n) => n + 1))
  })

  test('stays gapless even for callers that forgot the lock', async () => {
    await Promise.all(times(40).map(() => systemTransaction(database, [], (tx) => append(tx, [filed('free-a'), filed('free-b')]))))
    expect([await sequences('free-a'), await sequences('free-b')]).toEqual([times(40).map((n) => n + 1), times(40).map((n) => n + 1)])
  })

  test('known-bad twin: max + 1 in the statement that takes the lock gives one number twice', async () => {
    const twin = 'insert into desk.numbered select (select coalesce(max(sequence), 0) + 1 from desk.numbered) from pg_advisory_xact_lock(7)'
    const [holder, waiter] = [database.connect(), database.connect()]
    await Promise.all([holder.connect(), waiter.connect()])
    await holder.query('begin')
    await holder.query(twin)
    const late = waiter.query(twin) // its snapshot is taken before the lock is free
    const waiting =
      "select count(*) as waiting from pg_stat_activity where wait_event_type = 'Lock' and query like 'insert into desk.numbered%'"
    await expect.poll(async () => (await database.system.query(waiting)).rows[0].waiting, { timeout: 10_000 }).toBe(1)
    await holder.query('commit')
    await late
    const { rows } = await database.system.query('select count(distinct sequence) as different, count(*) as all from desk.numbered')
    expect(rows[0]).toEqual({ different: 1, all: 2 })
    await Promise.all([holder.end(), waiter.end()])
  })

  test('refuses a body over 512 KiB and takes one just below', async () => {
    const write = (words: string) => systemTransaction(database, ['big'], (tx) => append(tx, [{ ...filed('big'), body: { words } }]))
    await expect(write('字'.repeat(180_000))).rejects.toThrow('an event holds 524288 at most')
    await expect(write('字'.repeat(174_000))).resolves.toBeUndefined()
  })

  test('hints once a commit has events, and not for one without', async () => {
    let hints = 0
    const counted: Database = { ...database, hint: () => hints++ }
    await systemTransaction(counted, ['hinted'], (tx) => append(tx, []))
    await systemTransaction(counted, ['hinted'], (tx) => append(tx, [filed('hinted')]))
    await systemTransaction(counted, ['hinted'], (tx) => append(tx, [filed('hinted')]).then(() => Promise.reject(new Error('no')))).catch(
      () => {},
    )
    expect(hints).toBe(1)
  })
})
