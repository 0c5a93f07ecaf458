import { randomUUID } from 'node:crypto'
import { backOff } from '../../../packages/event-log/src/back-off.ts'
import type { clientOf } from '../../../packages/event-log/src/kafka/address.ts'
import { joinGroup } from '../../../packages/event-log/src/kafka/member.ts'
import { eventOf, type Outgoing } from '../../../packages/event-log/src/kafka/message.ts'
import { startSender } from '../../../packages/event-log/src/kafka/sender.ts'

type Client = ReturnType<typeof clientOf>
export const kitchen = 'bench'
const batch = 500

/** A body of so many bytes as JSON. */
const bodyOf = (bytes: number) => JSON.stringify({ text: 'x'.repeat(bytes - 11) })
const eventsOf = (many: number, bytes: number): Outgoing[] => {
  const fixed = { topic: 'story', type: 'story.filed', version: 1, body: bodyOf(bytes), trace: null, at: new Date(0) }
  return Array.from({ length: many }, (_, n) => ({ ...fixed, key: `story-${n % 997}`, sequence: n + 1 }))
}

const rateOf = async (many: number, work: () => Promise<unknown>) => {
  const begun = performance.now()
  await work()
  return (many / (performance.now() - begun)) * 1000
}

/** Our sender, as the relay uses it: one send in flight, until every partition has answered. */
export async function produceByUs(kafka: Client, prefix: string, many: number, bytes: number): Promise<number> {
  const sender = await startSender({ kafka, prefix, kitchen, compression: 'none' })
  const events = eventsOf(batch, bytes)
  const rate = await rateOf(many, async () => {
    for (let sent = 0; sent < many; sent += batch) await sender.value(events)
  })
  await sender.stop()
  return rate
}

/** The library as its manual shows it. */
export async function produceBare(kafka: Client, topic: string, many: number, bytes: number): Promise<number> {
  const producer = kafka.producer()
  await producer.connect()
  const messages = eventsOf(batch, bytes).map(({ key, body }) => ({ key, value: body }))
  const rate = await rateOf(many, async () => {
    for (let sent = 0; sent < many; sent += batch) await producer.send({ topic, messages })
  })
  await producer.disconnect()
  return rate
}

/** One of our members reads events and drops them. From the first to the last that arrives, as the Java tool counts. */
export async function consumeByUs(kafka: Client, topic: string, many: number): Promise<number> {
  const count = counter(many)
  const member = await joinGroup({
    kafka,
    groupId: randomUUID(),
    topics: [topic],
    take: async (_topic, messages) => {
      for (const message of messages) eventOf('story', message, kitchen)
      count.add(messages.length)
    },
    complain: console.warn,
    rests: backOff(),
    patience: 8000,
    wait: 500,
  })
  const rate = await count.rate
  await member.leave()
  return rate
}

export async function consumeBare(kafka: Client, topic: string, many: number): Promise<number> {
  const count = counter(many)
  const consumer = kafka.consumer({ groupId: randomUUID(), maxWaitTimeInMs: 500 })
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  await consumer.run({ eachBatch: async ({ batch: { messages } }) => count.add(messages.length) })
  const rate = await count.rate
  await consumer.disconnect()
  return rate
}

function counter(many: number) {
  const done = Promise.withResolvers<number>()
  let [count, first, begun] = [0, 0, 0]
  const add = (more: number) => {
    count += more
    if (begun === 0) [begun, first] = [performance.now(), more]
    if (count >= many) done.resolve(((count - first) / (performance.now() - begun)) * 1000)
  }
  return { add, rate: done.promise }
}
