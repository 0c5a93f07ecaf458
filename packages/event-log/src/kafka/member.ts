import { setTimeout as delay } from 'node:timers/promises'
import type { Consumer, EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs'
import type { BackOff } from '../back-off.ts'
import type { Complain } from '../complain.ts'
import type { Deliver } from '../log.ts'
import { causeOf, retry } from './address.ts'
import type { Beginning } from './group.ts'
import { type Places, placesOf } from './places.ts'

/**
 * One member of a group. `topics` with their prefix. `take` delivers messages of one partition and ends when their effects are
 * committed. After `patience` milliseconds of silence it counts as dead; `wait` is how long a broker holds a question that it has no
 * answer to, and so how long leaving may take. A group without a place begins with what is there, or at `beginning`.
 */
export type MemberNeeds = {
  readonly kafka: Kafka
  readonly groupId: string
  readonly topics: readonly string[]
  readonly take: (topic: string, messages: readonly KafkaMessage[]) => ReturnType<Deliver>
  readonly complain: Complain
  readonly rests: BackOff
  readonly patience: number
  readonly wait: number
  readonly beginning?: Beginning | undefined
}
/** What the watch wants to know: when it last heard of Kafka, whether it has partitions, whether it is at work, and what killed it. */
export type Member = {
  readonly heard: () => number
  readonly holds: () => boolean
  readonly busy: () => boolean
  readonly crashed: Promise<unknown>
  /** Ends after the batches at work, and after so many milliseconds at the latest. */
  readonly leave: (limit?: number) => Promise<void>
}

/** Partitions whose slices may be delivered at the same time: all of some topics, for `take` makes one transaction of them. */
const sideBySide = 48

/** Joins the group and delivers what its partitions bring, until `leave`, which ends after the batches at work. */
export async function joinGroup(needs: MemberNeeds): Promise<Member> {
  const { kafka, groupId, topics, patience, wait } = needs
  const heartbeat = Math.min(1000, patience / 4)
  const consumer = kafka.consumer({
    groupId,
    sessionTimeout: patience,
    rebalanceTimeout: 30_000,
    heartbeatInterval: heartbeat,
    maxWaitTimeInMs: Math.min(wait, heartbeat),
    retry: { ...retry, restartOnFailure: async () => true },
  })
  const places = placesOf(consumer, groupId, needs.complain)
  const { member, at } = observed(consumer, places)
  const begun = needs.beginning ? beginAt(consumer, needs.beginning) : undefined
  try {
    await consumer.connect()
    await consumer.subscribe({ topics: [...topics], fromBeginning: true })
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: sideBySide,
      eachBatch: (batch) => at.work(() => takeBatch(needs, places, batch, heartbeat)),
    })
    await begun?.()
  } catch (trouble) {
    await member.leave().catch(() => {})
    throw causeOf(trouble)
  }
  return member
}

/** Turns to the beginning at the first joining, before anything is read; what it gives writes that down as the group's place. */
function beginAt(consumer: Consumer, beginning: Beginning): () => Promise<void> {
  let mine: Beginning = []
  const off = consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    off()
    mine = beginning.filter(({ topic, partition }) => payload.memberAssignment[topic]?.includes(partition))
    for (const place of mine) consumer.seek({ ...place })
  })
  return () => consumer.commitOffsets(mine.map(({ topic, partition, offset }) => ({ topic, partition, offset })))
}

function observed(consumer: Consumer, places: Places) {
  let [last, holds, busy] = [performance.now(), false, 0]
  const crashed = Promise.withResolvers<unknown>()
  consumer.on(consumer.events.FETCH, () => {
    last = performance.now()
  })
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    last = performance.now()
    holds = Object.values(payload.memberAssignment).some((all) => all.length > 0)
  })
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    if (!payload.restart) crashed.resolve(payload.error)
  })
  const work = async (one: () => Promise<void>) => {
    busy++
    await one().finally(() => {
      busy--
      last = performance.now()
    })
  }
  const end = async () => {
    await places.flush()
    await consumer.disconnect()
  }
  const leave = (limit = 10_000) => Promise.race([end(), delay(limit, undefined, { ref: false })])
  const member: Member = { heard: () => last, holds: () => holds, busy: () => busy > 0, crashed: crashed.promise, leave }
  return { member, at: { work } }
}

/**
 * In slices; after the transaction of each its place is written down soon. Errors of the group are thrown bare, for only so does the library join again
 * instead of dying.
 */
async function takeBatch(needs: MemberNeeds, places: Places, batch: EachBatchPayload, heartbeat: number): Promise<void> {
  try {
    for (const slice of slicesOf(batch.batch.messages)) {
      if (!batch.isRunning() || batch.isStale()) return
      if (!(await attempt(needs, batch, slice, heartbeat))) return
      await goOn(places, batch, slice)
    }
  } catch (trouble) {
    throw causeOf(trouble)
  }
}

const slicesOf = (messages: readonly KafkaMessage[]) =>
  Array.from({ length: Math.ceil(messages.length / 100) }, (_, n) => messages.slice(n * 100, (n + 1) * 100))

/** False after trouble: the partition rests, and no other does. */
async function attempt(needs: MemberNeeds, payload: EachBatchPayload, slice: readonly KafkaMessage[], heartbeat: number): Promise<boolean> {
  const { topic, partition } = payload.batch
  const place = needs.topics.indexOf(topic) * 1000 + partition
  try {
    await alive(payload, heartbeat, needs.take(topic, slice))
    needs.rests.succeeded(place)
    return true
  } catch (trouble) {
    needs.complain(trouble, `${needs.groupId} tries again`)
    setTimeout(payload.pause(), needs.rests.failed(place)).unref()
    return false
  }
}

/** A slow delivery does not cost the partitions: signs of life go on beside it. What they bring back is heard at the next one. */
async function alive(payload: EachBatchPayload, heartbeat: number, work: Promise<void>): Promise<void> {
  const sign = setInterval(() => payload.heartbeat().catch(() => {}), heartbeat)
  await work.finally(() => clearInterval(sign))
}

async function goOn(places: Places, { batch, resolveOffset, heartbeat }: EachBatchPayload, slice: readonly KafkaMessage[]): Promise<void> {
  const { offset } = slice.at(-1)!
  resolveOffset(offset)
  places.reached(batch.topic, batch.partition, String(BigInt(offset) + 1n))
  await heartbeat()
}
