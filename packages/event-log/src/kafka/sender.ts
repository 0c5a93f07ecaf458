import { setTimeout as delay } from 'node:timers/promises'
import type { Part } from '@kitchen/database'
import kafkajs, { type Kafka, type Producer, type RecordMetadata } from 'kafkajs'
import { causeOf, kindOf, retry } from './address.ts'
import { messageOf, type Outgoing } from './message.ts'
import { partitionOf } from './partition.ts'

/** Ends when every event is in Kafka, in order for each key, perhaps some of them twice. Rejects when that can't be said. */
export type Send = (events: readonly Outgoing[]) => Promise<void>
export type SenderNeeds = {
  readonly kafka: Kafka
  readonly prefix: string
  readonly kitchen: string
  readonly compression: 'none' | 'zstd'
}

/** What one partition takes in one request; brokers refuse 1 MiB. Of a larger event only the place is sent. */
const largest = 900_000

/**
 * A producer that loses nothing. The library's idempotence does: with two sends in flight, or after a failed one, it gives a number
 * twice and the broker drops the second as a repeat. And its answer may leave out partitions whose leader moved. So: no idempotence,
 * our own partitions, one send at a time, the answer compared with what was sent, the same again until every partition has answered.
 */
export async function startSender(needs: SenderNeeds): Promise<Part<Send>> {
  const producer = needs.kafka.producer({
    idempotent: false,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    retry,
    createPartitioner:
      () =>
      ({ message }) =>
        message.partition ?? 0,
  })
  await producer.connect()
  let last: Promise<unknown> = Promise.resolve()
  const send: Send = (events) => {
    const next = last.then(() => sendAll(producer, needs, events))
    last = next.catch(() => {})
    return next
  }
  return { value: send, stop: () => producer.disconnect() }
}

async function sendAll(producer: Producer, needs: SenderNeeds, events: readonly Outgoing[]): Promise<void> {
  for (const batch of batchesOf(events)) await sendBatch(producer, needs, batch)
}

/** Where the broker's own limit is below ours, each event goes by itself, and one that is too large by its place. */
async function sendBatch(producer: Producer, needs: SenderNeeds, batch: readonly Outgoing[]): Promise<void> {
  try {
    await untilAnswered(producer, needs, batch, false)
  } catch (trouble) {
    if (!isTooLarge(trouble)) throw causeOf(trouble)
    for (const one of batch) await (batch.length > 1 ? sendBatch(producer, needs, [one]) : untilAnswered(producer, needs, [one], true))
  }
}
const isTooLarge = (trouble: unknown) => ['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE'].includes(kindOf(trouble) ?? '')

async function untilAnswered(producer: Producer, needs: SenderNeeds, batch: readonly Outgoing[], bare: boolean): Promise<void> {
  let left = batch
  for (let tries = 1; left.length > 0; tries++) {
    if (tries > 1) await delay(Math.min(2000, 50 * 2 ** tries))
    if (tries > 8) throw new Error(`Kafka answered for only some of ${batch.length} events`)
    left = unanswered(left, await producer.sendBatch(requestOf(needs, left, bare)), needs.prefix)
  }
}

function requestOf({ prefix, kitchen, compression }: SenderNeeds, batch: readonly Outgoing[], bare: boolean) {
  const topicMessages = [...Map.groupBy(batch, ({ topic }) => topic)].map(([topic, events]) => ({
    topic: prefix + topic,
    messages: events.map((event) => messageOf(event, kitchen, bare || isLarge(event))),
  }))
  const { ZSTD, None } = kafkajs.CompressionTypes
  return { acks: -1, timeout: 10_000, compression: compression === 'zstd' ? ZSTD : None, topicMessages }
}

/** Those whose partition the answer does not name, or names with an error. */
function unanswered(batch: readonly Outgoing[], answer: readonly RecordMetadata[], prefix: string): readonly Outgoing[] {
  const covered = new Set(answer.filter(({ errorCode }) => errorCode === 0).map(({ topicName, partition }) => `${topicName} ${partition}`))
  return batch.filter((event) => !covered.has(`${prefix}${event.topic} ${partitionOf(event.key)}`))
}

const sizeOf = ({ body }: Outgoing) => Buffer.byteLength(body) + 512
const isLarge = (event: Outgoing) => sizeOf(event) > largest

/** In order, so that no request brings a partition more than it takes. */
export function batchesOf(events: readonly Outgoing[]): readonly (readonly Outgoing[])[] {
  const batches: Outgoing[][] = [[]]
  let filled = new Map<string, number>()
  for (const event of events) {
    const [place, size] = [`${event.topic} ${partitionOf(event.key)}`, isLarge(event) ? 512 : sizeOf(event)]
    if ((filled.get(place) ?? 0) + size > largest) {
      batches.push([])
      filled = new Map()
    }
    filled.set(place, (filled.get(place) ?? 0) + size)
    batches.at(-1)!.push(event)
  }
  return batches
}
