import { askRedrive, type Database, type Part, Poison, parkedKeys, startDatabase } from '@kitchen/database'
import { testServer } from '@kitchen/database/testing'
import type { Draft, Event } from '@kitchen/events'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { type EventLog, type Reactions, type ReactNeeds, react } from '../src/index.ts'
import { lossy, startStalling } from './faults.ts'
import { filed, probe, put, seen, seenBy, upTo } from './probe.ts'

/** An adapter under test. `module` exports `start(database)`: another process imports it to be a second member. */
export type Adapter = { readonly name: string; readonly module: URL; readonly start: (database: Database) => Promise<Part<EventLog>> }

/** What every adapter of the log promises, together with the inbox. `within`: milliseconds in which an event must have gone through. */
export function contract(adapter: Adapter, within = 10_000): void {
  let server: Awaited<ReturnType<typeof testServer>>
  let opened: Part<Database>
  let logs: Part<EventLog>
  let database: Database
  let log: EventLog
  let consumer: string
  let count = 0
  const running: Part<unknown>[] = []

  beforeAll(async () => {
    server = await testServer()
    opened = await startDatabase({ folder: '', url: server.value.url, migrations: [probe] })
    database = opened.value
    logs = await adapter.start(database)
    log = logs.value
  })
  afterEach(async () => {
    for (const part of running.splice(0)) await part.stop()
  })
  afterAll(async () => {
    await logs.stop()
    await opened.stop()
    await server.stop()
  })

  const join = async (needs: Partial<ReactNeeds> = {}) => {
    const part = await react({ database, log, logger: { warn: () => {} }, consumer, reactions: noting(consumer), from: 'now', ...needs })
    running.push(part)
    return part
  }
  const names = (...all: string[]) => all.map((name) => `${name}-${count}`)
  const eventually = (check: () => Promise<void>) => vi.waitFor(check, { timeout: within, interval: 10 })
  const shows = (expected: Record<string, number[]>, topic = 'story') =>
    eventually(async () => expect(await seenBy(database, consumer, topic)).toEqual(expected))

  const story = (says: string, body: (keys: string[]) => Promise<void>) =>
    test(says, { timeout: within * 3 }, async () => {
      consumer = `contract.${adapter.name}-${++count}`
      await body(names('a', 'b', 'c', 'd', 'e', 'f'))
    })

  describe(`the ${adapter.name} log`, () => {
    story('brings the events of each key in order, once, from many writers', async (keys) => {
      await join()
      const writers = keys.flatMap((key) => upTo(10).map(() => put(database, filed(key), filed(key))))
      await Promise.all(writers)
      await shows(Object.fromEntries(keys.map((key) => [key, upTo(20)])))
    })

    story('brings a batch again whose delivery failed, in the same order', async ([a, b]) => {
      let failures = 0
      await join({
        reactions: {
          'story.filed': async (tx, event) => {
            await seen(tx, consumer, event)
            if (event.sequence === 2 && failures++ < 3) throw new Error('the outside world is away')
          },
        },
      })
      await put(database, filed(a!), filed(a!), filed(a!), filed(b!))
      await shows({ [a!]: [1, 2, 3], [b!]: [1] })
    })

    story('keeps a failing key’s partition waiting, says so, and holds up no other', async ([bad, ...others]) => {
      let away = true
      const part = await join({
        reactions: {
          'story.filed': async (tx, event) => {
            if (away && event.key === bad) throw new Error('the outside world is away')
            await seen(tx, consumer, event)
          },
        },
      })
      const apart = await inOtherPartitions(database, bad!, others)
      await put(database, filed(bad!))
      for (const _ of upTo(5)) await put(database, ...apart.map((key) => filed(key)))
      await shows(Object.fromEntries(apart.map((key) => [key, upTo(5)])))
      expect(part.value.retrying()).toMatchObject([{ topic: 'story', key: bad, reason: 'the outside world is away' }])
      away = false
      await shows(Object.fromEntries([...apart.map((key) => [key, upTo(5)]), [bad, [1]]]))
      expect(part.value.retrying()).toEqual([])
    })

    story('gives a new consumer what was there before, or only what comes', async ([a]) => {
      await put(database, filed(a!), filed(a!))
      await join({ consumer: `${consumer}-all`, reactions: noting(`${consumer}-all`), from: 'beginning' })
      await join({ from: 'now' })
      await put(database, filed(a!))
      await shows({ [a!]: [3] })
      await eventually(async () => expect((await seenBy(database, `${consumer}-all`))[a!]).toEqual([1, 2, 3]))
    })

    story('goes on where it was when a consumer comes back', async ([a]) => {
      const first = await join()
      await put(database, filed(a!))
      await shows({ [a!]: [1] })
      await first.stop()
      await put(database, filed(a!))
      await join()
      await shows({ [a!]: [1, 2] })
    })

    story('shares the work between two members, and one goes on when the other leaves', async (keys) => {
      const member = (name: string) => join({ reactions: { 'story.filed': (tx, event) => seen(tx, consumer, event, name) } })
      const left = await member('left')
      await member('right')
      const rounds = async (many: number) => {
        for (const key of upTo(many).flatMap(() => keys)) await put(database, filed(key))
      }
      await rounds(5)
      await Promise.all([rounds(5), left.stop()])
      await shows(Object.fromEntries(keys.map((key) => [key, upTo(10)])))
    })

    story('parks a poisoned key and brings the others; a redrive brings the rest of it in order', async ([a, b]) => {
      let bad = true
      const part = await join({
        reactions: {
          'story.filed': async (tx, event) => {
            if (bad && event.key === a && event.sequence === 2) throw new Poison('unreadable')
            await seen(tx, consumer, event)
          },
        },
      })
      await put(database, filed(a!), filed(a!), filed(a!), filed(b!))
      await shows({ [a!]: [1], [b!]: [1] })
      await put(database, filed(a!), filed(b!))
      await shows({ [a!]: [1], [b!]: [1, 2] })
      expect((await parkedKeys(database)).filter((parked) => parked.consumer === consumer)).toMatchObject([
        { key: a, sequence: 2, reason: 'unreadable' },
      ])
      bad = false
      expect(await part.value.redrive('story', a!)).toBe(true)
      await put(database, filed(a!))
      await shows({ [a!]: upTo(5), [b!]: [1, 2] })
    })

    story('tries a parked key again when a person has asked for it, in whichever process that was', async ([a]) => {
      let bad = true
      await join({
        reactions: {
          'story.filed': async (tx, event) => {
            if (bad) throw new Poison('unreadable')
            await seen(tx, consumer, event)
          },
        },
      })
      await put(database, filed(a!), filed(a!))
      await eventually(async () => expect(await parkedKeys(database)).toContainEqual(expect.objectContaining({ consumer, key: a })))
      bad = false
      await askRedrive(database, { consumer, topic: 'story', key: a! })
      await shows({ [a!]: [1, 2] })
    })

    story('may lose events in between: the next one brings them from the journal', async ([a, b]) => {
      await join({ log: lossy(log, (event) => event.sequence % 4 !== 0) })
      for (const _ of upTo(4)) await put(database, filed(a!), filed(b!), filed(a!))
      await shows({ [a!]: upTo(8), [b!]: upTo(4) })
    })

    story('may lose its tail: what is missing is found by comparing heads with the inbox', async ([a]) => {
      await join({ log: lossy(log, () => true), sweep: { every: 100, patience: 50 } })
      await put(database, filed(a!), filed(a!))
      await shows({ [a!]: [1, 2] })
    })

    story('may bring everything twice and backwards', async ([a]) => {
      const restless: EventLog = {
        ...log,
        consume: (group, deliver) => log.consume(group, (events) => deliver(events.flatMap((event) => [event, event]).reverse())),
      }
      await join({ log: restless })
      for (const _ of upTo(5)) await put(database, filed(a!), filed(a!))
      await shows({ [a!]: upTo(10) })
    })

    story('carries what follows from an event to the next consumer', async ([a]) => {
      const adopted: Draft = { topic: 'copy', key: a!, type: 'copy.adopted', version: 1, body: {} }
      await join({ consumer: `${consumer}-first`, reactions: { 'story.filed': async () => [adopted] } })
      await join({ reactions: { 'copy.adopted': (tx, event) => seen(tx, consumer, event) } })
      await put(database, filed(a!), filed(a!))
      await shows({ [a!]: [1, 2] }, 'copy')
    })

    story('tells what was applied after its commit', async ([a]) => {
      const told: number[] = []
      await join({ afterCommit: (events) => told.push(...events.map((event) => event.sequence)) })
      await put(database, filed(a!), filed(a!))
      await eventually(async () => expect(told).toEqual([1, 2]))
    })

    story('carries an event of the greatest size', async ([a]) => {
      const sizes: number[] = []
      await join({ reactions: { 'story.filed': async (_tx, event) => void sizes.push(JSON.stringify(event.body).length) } })
      await put(database, filed(a!, { words: 'x'.repeat(524_288 - 12) }))
      await eventually(async () => expect(sizes).toEqual([524_288]))
    })

    story('gives the partitions of a stalled member away, and its late commit changes nothing', async ([a, b]) => {
      const stalling = await startStalling({ url: server.value.url, module: adapter.module, consumer })
      await put(database, filed(a!), filed(b!))
      await stalling.holds()
      stalling.stop()
      await join()
      await put(database, filed(a!), filed(b!))
      await shows({ [a!]: [1, 2], [b!]: [1, 2] })
      stalling.goOn()
      await stalling.delivered()
      await put(database, filed(a!), filed(b!))
      await shows({ [a!]: [1, 2, 3], [b!]: [1, 2, 3] })
      await stalling.end()
    })
  })
}

/** Writes down every story event. */
const noting = (consumer: string): Reactions => ({ 'story.filed': (tx, event: Event) => seen(tx, consumer, event) })

/** Those of the keys that share no partition with the first. */
async function inOtherPartitions(database: Database, first: string, keys: readonly string[]): Promise<readonly string[]> {
  const text = 'select key from unnest($2::text[]) key where journal.partition_of(key) <> journal.partition_of($1)'
  return (await database.system.query<{ key: string }>(text, [first, keys])).rows.map((row) => row.key)
}
