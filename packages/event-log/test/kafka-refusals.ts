import { type Database, type Part, startDatabase } from '@kitchen/database'
import { testServer } from '@kitchen/database/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePorts } from '../../../infra/kafka/index.ts'
import { describeKafka, startKafkaLog } from '../src/index.ts'
import { clientOf } from '../src/kafka/address.ts'
import { asAdmin } from '../src/kafka/topics.ts'
import type { Broker } from './kafka-broker.ts'

/** A Kafka that will not do is refused in one sentence, at once. */
export function refusals(broker: () => Broker): void {
  let server: Awaited<ReturnType<typeof testServer>>
  let opened: Part<Database>
  beforeAll(async () => {
    server = await testServer()
    opened = await startDatabase({ folder: '', url: server.value.url, migrations: [] })
  })
  afterAll(async () => {
    await opened.stop()
    await server.stop()
  })
  const starting = (kafka: Parameters<typeof startKafkaLog>[0]['kafka']) =>
    startKafkaLog({ database: opened.value, logger: { warn: () => {} }, kafka })

  describe('the log on Kafka refuses', () => {
    test('a topic with another number of partitions, and says what to do', async () => {
      await asAdmin(clientOf({ brokers: broker().kafka.brokers }), (admin) =>
        admin.createTopics({ topics: [{ topic: 'wrong.story', numPartitions: 6 }] }),
      )
      const starts = starting({ brokers: broker().kafka.brokers, prefix: 'wrong.' })
      await expect(starts).rejects.toThrow(/wrong\.story: 6 \/ 12.*KAFKA_PREFIX/s)
    })

    test('and tells what is there to who only asks', async () => {
      const told = await describeKafka({ brokers: broker().kafka.brokers, prefix: 'wrong.' })
      expect(told).toMatchObject({ brokers: 1, denied: [], wanted: 12 })
      expect(told.level).toBeGreaterThanOrEqual(25)
      expect(told.wrong.map(({ topic, partitions }) => [topic, partitions])).toContainEqual(['wrong.story', 6])
    })

    test('brokers that are not there', async () => {
      const [port] = await freePorts(1)
      await expect(starting({ brokers: [`127.0.0.1:${port}`] })).rejects.toThrow(/KAFKA_BROKERS/)
    })

    test('a broker that asks for more than it is given', async () => {
      const sasl = { mechanism: 'scram-sha-512', username: 'nobody', password: 'x' } as const
      await expect(starting({ brokers: broker().kafka.brokers, sasl })).rejects.toThrow(/KAFKA_SASL/)
    })
  })
}
