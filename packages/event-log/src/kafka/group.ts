import type { Admin, Kafka } from 'kafkajs'
import { asAdmin } from './topics.ts'

/** Where a new group begins: the offset of the first record that it wants, by topic and partition. */
export type Beginning = readonly { readonly topic: string; readonly partition: number; readonly offset: string }[]

/** The end of its topics, for a group that is new and wants only what comes; undefined for a group that has a place. */
export async function endForNew(kafka: Kafka, groupId: string, topics: readonly string[]): Promise<Beginning | undefined> {
  return asAdmin(kafka, async (admin) => {
    const known = await admin.fetchOffsets({ groupId, topics: [...topics] })
    if (known.some(({ partitions }) => partitions.some(({ offset }) => Number(offset) >= 0))) return undefined
    const ends = topics.map(async (topic) => (await admin.fetchTopicOffsets(topic)).map((end) => ({ topic, ...end, offset: end.high })))
    return (await Promise.all(ends)).flat()
  })
}

/** How many records of its topics a group has not been through. */
export async function recordsBehind(kafka: Kafka, groupId: string, topics: readonly string[]): Promise<number> {
  return asAdmin(kafka, async (admin) => {
    const places = await admin.fetchOffsets({ groupId, topics: [...topics] })
    const behind = await Promise.all(places.map(({ topic, partitions }) => behindIn(admin, topic, partitions)))
    return behind.reduce((sum, one) => sum + one, 0)
  })
}

async function behindIn(admin: Admin, topic: string, places: readonly { partition: number; offset: string }[]): Promise<number> {
  const ends = new Map((await admin.fetchTopicOffsets(topic)).map(({ partition, low, high }) => [partition, { low, high }]))
  return places.reduce((sum, { partition, offset }) => {
    const { low, high } = ends.get(partition) ?? { low: '0', high: '0' }
    return sum + Math.max(0, Number(high) - Math.max(Number(low), Number(offset)))
  }, 0)
}
