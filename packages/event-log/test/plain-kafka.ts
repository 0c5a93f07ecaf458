import { randomUUID } from 'node:crypto'
import kafkajs, { type Kafka } from 'kafkajs'
import { asAdmin } from '../src/kafka/topics.ts'
import type { Broker } from './kafka-broker.ts'

/** Everything in a topic, as text, in order of partition and offset. */
export async function readAll(kafka: Kafka, topic: string): Promise<readonly string[]> {
  const ends = await asAdmin(kafka, (admin) => admin.fetchTopicOffsets(topic))
  const many = ends.reduce((sum, { high }) => sum + Number(high), 0)
  const consumer = kafka.consumer({ groupId: randomUUID(), maxWaitTimeInMs: 100 })
  const found: { place: string; text: string }[] = []
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  await new Promise<void>((done) => {
    if (many === 0) return done()
    void consumer.run({
      eachMessage: async ({ partition, message: { offset, value } }) => {
        found.push({ place: `${partition} ${offset.padStart(12, '0')}`, text: String(value) })
        if (found.length === many) done()
      },
    })
  })
  await consumer.disconnect()
  return found.sort((a, b) => a.place.localeCompare(b.place)).map(({ text }) => text)
}

/** The usual way: two sends overlap, the answer to one is lost. Gives what the producer was told is written and what is not there. */
export async function sendPlainly({ kafka, door, way }: Broker, producing: { idempotent: boolean }): Promise<readonly string[]> {
  const topic = `plain.${randomUUID()}`
  const client = (broker: string) =>
    new kafkajs.Kafka({ brokers: [broker], logLevel: kafkajs.logLevel.NOTHING, retry: { initialRetryTime: 100 } })
  const inside = client(kafka.brokers[0]!)
  await asAdmin(inside, (admin) =>
    admin.createTopics({ waitForLeaders: true, topics: [{ topic, numPartitions: 1, replicationFactor: 1 }] }),
  )
  const producer = client(door).producer({
    ...producing,
    maxInFlightRequests: 1,
    createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
  })
  await producer.connect()
  const told: string[] = []
  const send = (value: string) =>
    producer.send({ topic, acks: -1, messages: [{ key: 'story', value }] }).then(
      () => told.push(value),
      () => {},
    )
  await send('first')
  way.cutAnswers(1)
  await Promise.all([send('a'), send('b')])
  await send('c')
  await producer.disconnect()
  const there = await readAll(inside, topic)
  return told.filter((value) => !there.includes(value))
}

/**
 * The library as it is when a leader moves under a batch over several leaders: once, some partitions are not sent, and not in the answer,
 * which is no error.
 */
export function leavingOut(kafka: Kafka): Kafka {
  const producer: Kafka['producer'] = (config) => {
    const real = kafka.producer(config)
    let times = 0
    const sendBatch: typeof real.sendBatch = (batch) => {
      if (times++ > 0) return real.sendBatch(batch)
      const kept = (batch.topicMessages ?? []).map(({ topic, messages }) => ({
        topic,
        messages: messages.filter(({ partition }) => (partition ?? 0) % 2 === 0),
      }))
      return real.sendBatch({ ...batch, topicMessages: kept })
    }
    return { ...real, sendBatch }
  }
  return Object.assign(Object.create(kafka) as Kafka, { producer })
}
