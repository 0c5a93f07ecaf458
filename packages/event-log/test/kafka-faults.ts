import { type Database, type Part, startDatabase } from '@kitchen/database'
import { testServer } from '@kitchen/database/testing'
import kafkajs from 'kafkajs'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { backOff } from '../src/back-off.ts'
import { react, startKafkaLog } from '../src/index.ts'
import { clientOf, type KafkaAddress } from '../src/kafka/address.ts'
import { endForNew } from '../src/kafka/group.ts'
import { messageOf } from '../src/kafka/message.ts'
import { partitionOf } from '../src/kafka/partition.ts'
import { startSender } from '../src/kafka/sender.ts'
import { watchMember } from '../src/kafka/supervised.ts'
import { asAdmin, prepareTopics } from '../src/kafka/topics.ts'
import type { Broker } from './kafka-broker.ts'
import { leavingOut, readAll, sendPlainly } from './plain-kafka.ts'
import { filed, probe, put, seen, seenBy, upTo } from './probe.ts'

/** What breaks on the way to Kafka and back, and a usual producer that loses by it. */
export function faults(broker: () => Broker): void {
  let server: Awaited<ReturnType<typeof testServer>>
  let opened: Part<Database>
  let database: Database
  const running: Part<unknown>[] = []

  beforeAll(async () => {
    server = await testServer()
    opened = await startDatabase({ folder: '', url: server.value.url, migrations: [probe] })
    database = opened.value
  })
  afterEach(async () => {
    for (const part of running.splice(0).reverse()) await part.stop()
  })
  afterAll(async () => {
    await opened.stop()
    await server.stop()
  })

  const logger = { warn: () => {} }
  const consuming = async (prefix: string, address: Partial<KafkaAddress> = {}) => {
    const kafka = { brokers: broker().kafka.brokers, prefix, ...address }
    const log = await startKafkaLog({ database, logger, kafka, patience: 2000, wait: 100 })
    running.push(log)
    const reactions = { 'story.filed': (tx: Parameters<typeof seen>[0], event: Parameters<typeof seen>[2]) => seen(tx, prefix, event) }
    running.push(await react({ database, log: log.value, logger, consumer: prefix, reactions }))
    return log
  }
  const shows = (consumer: string, expected: Record<string, number[]>) =>
    vi.waitFor(async () => expect(await seenBy(database, consumer)).toMatchObject(expected), { timeout: 40_000, interval: 20 })

  describe('on bad ways', () => {
    test('every event arrives once though answers are lost after Kafka has written', async () => {
      await consuming('cut.', { brokers: [broker().door] })
      for (const n of upTo(12)) {
        if (n % 3 === 0) broker().way.cutAnswers(1)
        await put(database, filed('cut-a'), filed('cut-b'))
      }
      await shows('cut.', { 'cut-a': upTo(12), 'cut-b': upTo(12) })
      expect(broker().way.cut()).toBeGreaterThan(0)
    })

    test('a producer with the library’s idempotence loses there what it was told is written (known-bad twin)', async () => {
      const lost = await sendPlainly(broker(), { idempotent: true })
      expect(lost).not.toEqual([])
    })

    test('a partition that an answer leaves out is sent again, and a producer that does not look loses it (known-bad twin)', async () => {
      const [kafka, prefix] = [clientOf({ brokers: broker().kafka.brokers }), 'moved.']
      await prepareTopics(kafka, prefix)
      const events = upTo(24).map((n) => outgoing(`moved-${n}`))
      const sender = await startSender({ kafka: leavingOut(kafka), prefix, kitchen: 'x', compression: 'none' })
      await sender.value(events)
      await sender.stop()
      expect(new Set(await readAll(kafka, 'moved.story')).size).toBe(events.length) // some perhaps twice: consumers drop repeats

      const bare = leavingOut(kafka).producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner })
      await bare.connect()
      await bare.sendBatch({ topicMessages: [{ topic: 'moved.copy', messages: events.map((event) => messageOf(event, 'x')) }] })
      await bare.disconnect()
      expect(new Set(await readAll(kafka, 'moved.copy')).size).toBeLessThan(events.length)
    })

    test('every event arrives once, in order, though the broker is killed in the middle of it', async () => {
      await consuming('killed.')
      const keys = upTo(8).map((n) => `killed-${n}`)
      for (const n of upTo(30)) {
        if (n === 10) await broker().kafka.nodes[0]!.kill('SIGKILL')
        if (n === 20) await broker().kafka.nodes[0]!.start()
        await put(database, ...keys.map((key) => filed(key)))
      }
      await shows('killed.', Object.fromEntries(keys.map((key) => [key, upTo(30)])))
    }, 60_000)

    test('a member that hears nothing while records wait is replaced, and counted', async () => {
      const prefix = 'silent.'
      const log = await startKafkaLog({ database, logger, kafka: { brokers: broker().kafka.brokers, prefix } })
      running.push(log)
      const kafka = clientOf({ brokers: [broker().door] })
      const got: string[] = []
      const take = async (_topic: string, messages: readonly kafkajs.KafkaMessage[]) =>
        void got.push(...messages.map(({ key }) => String(key)))
      const group = { groupId: `${prefix}member`, topics: [`${prefix}story`] }
      const needs = { kafka, ...group, take, complain: () => {}, rests: backOff(), patience: 2000, wait: 100, silence: 600 }
      const member = await watchMember(needs)
      running.push(member)
      broker().way.silence()
      await put(database, filed('silent-a'))
      await vi.waitFor(() => expect([got, member.value.replaced()]).toEqual([['silent-a'], 1]), { timeout: 15_000 })
    })
  })

  describe('what Kafka carries', () => {
    test('is parted as the database parts it', async () => {
      const keys = upTo(500).map((n) => `键 ${n * 7919}`)
      const text = 'select journal.partition_of(key)::int as p from unnest($1::text[]) with ordinality k(key, n) order by n'
      const { rows } = await database.system.query<{ p: number }>(text, [keys])
      expect(keys.map(partitionOf)).toEqual(rows.map(({ p }) => p))
    })

    test('is whole where the broker takes less than an event holds, and when it is compressed', async () => {
      await consuming('small.', { compression: 'zstd' })
      await asAdmin(clientOf({ brokers: broker().kafka.brokers }), (admin) =>
        admin.alterConfigs({
          validateOnly: false,
          resources: [
            { type: kafkajs.ConfigResourceTypes.TOPIC, name: 'small.story', configEntries: [{ name: 'max.message.bytes', value: '4000' }] },
          ],
        }),
      )
      const noise = Buffer.from(upTo(20_000).map(() => Math.random() * 256)).toString('base64')
      await put(database, filed('small-a'), filed('small-a', { noise }), filed('small-a'), filed('small-b'))
      await shows('small.', { 'small-a': upTo(3), 'small-b': [1] })
    })

    test('and is not of this kitchen is left alone', async () => {
      await consuming('mixed.')
      const producer = clientOf({ brokers: broker().kafka.brokers }).producer({
        createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
      })
      await producer.connect()
      const headers = { kitchen: 'another', sequence: '1', type: 'story.filed', version: '1', at: new Date().toISOString() }
      const messages = [{ key: 'mixed-a', value: '{}', headers }, { key: 'mixed-a', value: 'no JSON' }, { value: null }]
      await producer.send({ topic: 'mixed.story', messages })
      await producer.disconnect()
      await put(database, filed('mixed-a'))
      await shows('mixed.', { 'mixed-a': [1] })
    })

    test('before a group that wants what comes is not of it, and a group keeps its place', async () => {
      await consuming('place.')
      const kafka = clientOf({ brokers: broker().kafka.brokers })
      await put(database, filed('place-a'))
      await vi.waitFor(async () => expect((await readAll(kafka, 'place.story')).length).toBe(1))
      const beginning = await endForNew(kafka, 'place.other', ['place.story'])
      expect(beginning?.reduce((sum, { offset }) => sum + Number(offset), 0)).toBe(1)
      await vi.waitFor(async () => expect(await endForNew(kafka, 'place.place.', ['place.story'])).toBeUndefined())
    })
  })
}

const outgoing = (key: string) =>
  ({ topic: 'story', key, sequence: 1, type: 'story.filed', version: 1, body: JSON.stringify(key), trace: null, at: new Date(0) }) as const
