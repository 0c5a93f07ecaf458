import type { Event } from '@kitchen/events'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Apply,
  append,
  type Database,
  historyOf,
  lagOf,
  type Part,
  Poison,
  parkedKeys,
  receive,
  redrive,
  systemTransaction,
} from '../src/index.ts'
import { testDatabase } from '../src/testing.ts'
import { addWord, desk, filed, helan } from './desk.ts'

let part: Part<Database>
let database: Database
let count = 0

beforeAll(async () => {
  part = await testDatabase([desk])
  database = part.value
})
afterAll(() => part.stop())

const times = (many: number) => Array.from({ length: many }, (_, n) => n)

/** Keys of their own for each test, with so many events each; their stories count the events that were applied. */
async function written(keys: number, events: number): Promise<{ consumer: string; keys: string[]; all: Event[] }> {
  const run = count++
  const names = times(keys).map((n) => `r${run}-${n}`)
  await database.system.query('insert into desk.story (id, centre) select id, $2 from unnest($1::text[]) id', [names, helan])
  const drafts = times(events).flatMap((n) => names.map((name) => filed(name, n + 1)))
  await systemTransaction(database, names, (tx) => append(tx, drafts))
  const all = (await Promise.all(names.map((name) => historyOf(database, name)))).flat()
  return { consumer: `consumer-${run}`, keys: names, all }
}

/** Right only if every event comes once and in order: the words of an event say how many came before it. */
const inOrder: Apply = async (tx, event) => {
  const { rows } = await tx.query<{ words: number }>('select words from desk.story where id = $1', [event.key])
  const { words } = event.body as unknown as { words: number }
  if (rows[0]!.words + 1 !== words) throw new Error(`${event.key}: ${words} came after ${rows[0]!.words}`)
  await addWord(tx, event.key)
}
const wordsOf = async (keys: readonly string[]) =>
  (await database.system.query('select words from desk.story where id = any($1) order by id', [keys])).rows.map((row) => row.words)

describe('receive', () => {
  test('applies each event once and in order, whatever the log repeats, turns around or leaves out', async () => {
    const { keys, all, consumer } = await written(3, 6)
    const batches = fc.array(fc.array(fc.integer({ min: 0, max: all.length - 1 }), { minLength: 1, maxLength: 12 }), { maxLength: 6 })
    const reset = async () => {
      await database.system.query('delete from journal.inbox where consumer = $1', [consumer])
      await database.system.query('update desk.story set words = 0 where id = any($1)', [keys])
    }
    const law = fc.asyncProperty(batches, async (schedule) => {
      await reset()
      for (const batch of schedule) await receive(database, { consumer, events: batch.map((n) => all[n]!), apply: inOrder })
      await receive(database, { consumer, events: all.slice(-3), apply: inOrder }) // the last of each key, in this or any order
      const last = keys.map((key) => all.findLast((event) => event.key === key)!)
      await receive(database, { consumer, events: last, apply: inOrder })
      expect(await wordsOf(keys)).toEqual([6, 6, 6])
    })
    await fc.assert(law, { numRuns: 40, seed: 20 })
  })

  test('known-bad twin: without the inbox a repeat is applied again', async () => {
    const { all } = await written(1, 2)
    const twice = systemTransaction(database, [], async (tx) => {
      for (const event of [all[0]!, all[0]!]) await inOrder(tx, event)
    })
    await expect(twice).rejects.toThrow('1 came after 1')
  })

  test('side by side in several members applies each event once', async () => {
    const { keys, all, consumer } = await written(4, 10)
    const member = () => receive(database, { consumer, events: all, apply: inOrder })
    await Promise.all(times(6).map(member))
    expect(await wordsOf(keys)).toEqual([10, 10, 10, 10])
  })

  test('never has two topics of one key side by side', async () => {
    const { kept, wanted } = await twoTopics((run) => [`both-${run}`, `both-${run}`])
    expect(kept).toBe(wanted)
  })

  test('known-bad twin: two consumers, which share no lock, lose each other’s changes', async () => {
    const { kept, wanted } = await twoTopics((run) => [`left-${run}`, `right-${run}`])
    expect(kept).toBeLessThan(wanted)
  })

  test('appends what follows, once, in the transaction of the effect', async () => {
    const { keys, all, consumer } = await written(2, 3)
    const follow: Apply = async (_tx, event) => [{ ...filed(event.key), topic: 'copy', type: 'copy.adopted' }]
    await receive(database, { consumer, events: all, apply: follow })
    await receive(database, { consumer, events: all, apply: follow })
    const history = await Promise.all(keys.map((key) => historyOf(database, key)))
    expect(history.map((events) => events.filter((event) => event.topic === 'copy').map((event) => event.sequence))).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ])
  })

  test('leaves nothing behind when trouble comes, and gives what it applied when it does not', async () => {
    const { keys, all, consumer } = await written(2, 3)
    const failing: Apply = async (tx, event) => {
      await inOrder(tx, event)
      if (event.key === keys[1] && event.sequence === 3) throw new Error('outside trouble')
    }
    await expect(receive(database, { consumer, events: all, apply: failing })).rejects.toThrow('outside trouble')
    expect(await wordsOf(keys)).toEqual([0, 0])
    expect(await receive(database, { consumer, events: all, apply: inOrder })).toHaveLength(6)
    expect(await receive(database, { consumer, events: all, apply: inOrder })).toHaveLength(0)
  })
})

/** 40 events each of two topics on one key, delivered side by side; each adds a word. */
async function twoTopics(consumers: (run: number) => [string, string]): Promise<{ kept: number; wanted: number }> {
  const { keys, all } = await written(1, 40)
  await systemTransaction(database, keys, (tx) =>
    append(
      tx,
      times(40).map(() => ({ ...filed(keys[0]!), topic: 'copy', type: 'copy.adopted' })),
    ),
  )
  const copies = (await historyOf(database, keys[0]!)).filter((event) => event.topic === 'copy')
  const [left, right] = consumers(count)
  const each = async (consumer: string, events: readonly Event[]) => {
    for (const event of events) await receive(database, { consumer, events: [event], apply: (tx) => addWord(tx, keys[0]!) })
  }
  await Promise.all([each(left, all), each(right, copies)])
  return { kept: (await wordsOf(keys))[0]!, wanted: 80 }
}

describe('poison', () => {
  const poisoned =
    (bad: ReadonlySet<string>, error: () => Error = () => new Poison('unreadable')): Apply =>
    async (tx, event) => {
      await inOrder(tx, event)
      if (bad.has(`${event.key} ${event.sequence}`)) throw error()
    }
  const parkedOf = async (consumer: string) => (await parkedKeys(database)).filter((parked) => parked.consumer === consumer)

  test('parks its own key where it lies, and the others go on', async () => {
    const { keys, all, consumer } = await written(3, 5)
    await receive(database, { consumer, events: all, apply: poisoned(new Set([`${keys[1]} 3`])) })
    expect(await wordsOf(keys)).toEqual([5, 2, 5])
    expect(await parkedOf(consumer)).toMatchObject([{ topic: 'story', key: keys[1], sequence: 3, reason: 'unreadable', tries: 1 }])
  })

  test('leaves its key alone until it is redriven, and then the journal brings all of it in order', async () => {
    const { keys, all, consumer } = await written(2, 4)
    await receive(database, { consumer, events: all, apply: poisoned(new Set([`${keys[0]} 2`])) })
    await systemTransaction(database, keys, (tx) => append(tx, [filed(keys[0]!, 5)]))
    const later = (await historyOf(database, keys[0]!)).slice(-1)
    await receive(database, { consumer, events: later, apply: inOrder })
    expect(await wordsOf(keys)).toEqual([1, 4])
    const { flows, applied } = await redrive(database, { consumer, topic: 'story', key: keys[0]!, apply: inOrder })
    expect([flows, applied.map((event) => event.sequence)]).toEqual([true, [2, 3, 4, 5]])
    expect([await wordsOf(keys), await parkedOf(consumer)]).toEqual([[5, 4], []])
  })

  test('that is still there when it is redriven parks again, counted, further on if it came further', async () => {
    const { keys, all, consumer } = await written(1, 4)
    await receive(database, { consumer, events: all, apply: poisoned(new Set([`${keys[0]} 2`])) })
    const { flows } = await redrive(database, { consumer, topic: 'story', key: keys[0]!, apply: poisoned(new Set([`${keys[0]} 4`])) })
    expect([flows, await parkedOf(consumer)]).toMatchObject([false, [{ sequence: 4, tries: 2 }]])
    expect(await wordsOf(keys)).toEqual([3])
  })

  test('is also what PostgreSQL refuses as data; a lost connection is not', async () => {
    const { keys, all, consumer } = await written(2, 1)
    const refused: Apply = async (tx, event) => {
      if (event.key === keys[0]) await tx.query(`select 'x'::int`)
      else await inOrder(tx, event)
    }
    await receive(database, { consumer, events: all, apply: refused })
    expect(await parkedOf(consumer)).toMatchObject([{ key: keys[0], reason: 'invalid input syntax for type integer: "x"' }])
    const cut: Apply = async (tx) => void (await tx.query('select pg_terminate_backend(pg_backend_pid())'))
    await expect(receive(database, { consumer: `${consumer}-cut`, events: all, apply: cut })).rejects.toThrow()
    expect(await parkedOf(`${consumer}-cut`)).toEqual([])
  })

  test('1 % of it on 30 of 600 keys: healthy keys finish, and a redrive ends where a clean run ends', async () => {
    const { keys, all, consumer } = await written(600, 4)
    const bad = new Set(keys.slice(0, 30).map((key, n) => `${key} ${(n % 4) + 1}`))
    for (let at = 0; at < all.length; at += 240)
      await receive(database, { consumer, events: all.slice(at, at + 240), apply: poisoned(bad) })
    expect((await wordsOf(keys.slice(30))).every((words) => words === 4)).toBe(true)
    expect(await parkedOf(consumer)).toHaveLength(30)
    for (const parked of await parkedOf(consumer)) await redrive(database, { consumer, topic: 'story', key: parked.key, apply: inOrder })
    expect((await wordsOf(keys)).every((words) => words === 4)).toBe(true)
  })
})

describe('lag', () => {
  test('counts what a consumer has not applied, without what is parked', async () => {
    const { keys, all, consumer } = await written(3, 2)
    await database.system.query(`insert into journal.consumer (consumer, topic, start) values ($1, 'story', 'now')`, [consumer])
    const others = (
      await database.system.query(`select sum(sequence)::int as n from journal.head where topic = 'story' and not key = any($1)`, [keys])
    ).rows[0].n
    const ours = async () => (await lagOf(database)).filter((lag) => lag.consumer === consumer).map((lag) => lag.events - others)
    expect(await ours()).toEqual([6])
    const bad: Apply = async (_tx, event) => {
      if (event.key === keys[0]) throw new Poison('no')
    }
    await receive(database, { consumer, events: all, apply: bad })
    expect(await ours()).toEqual([0])
  })
})
