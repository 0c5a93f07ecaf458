import { setTimeout as delay } from 'node:timers/promises'
import { topics as nouns } from '@kitchen/events'
import type { Admin, Kafka } from 'kafkajs'
import { causeOf, kindOf } from './address.ts'
import { partitions } from './partition.ts'

/** A topic that is not as the program needs it: missing, or with another number of partitions. */
export type WrongTopic = { readonly topic: string; readonly partitions: number }
const week = String(7 * 86_400_000)

/**
 * Runs one thing as administrator and closes the connection again. What a broker can't do yet, because it has just started or taken
 * over, is tried again for 10 s. Rejects with the cause, not with the library's wrapping.
 */
export async function asAdmin<T>(kafka: Kafka, work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = kafka.admin()
  try {
    await admin.connect()
    for (const end = Date.now() + 10_000; ; await delay(200)) {
      try {
        return await work(admin)
      } catch (trouble) {
        if (!notYet.has(kindOf(trouble) ?? '') || Date.now() > end) throw trouble
      }
    }
  } catch (trouble) {
    throw causeOf(trouble)
  } finally {
    await admin.disconnect().catch(() => {})
  }
}
const notYet = new Set([
  'GROUP_LOAD_IN_PROGRESS',
  'GROUP_COORDINATOR_NOT_AVAILABLE',
  'NOT_COORDINATOR_FOR_GROUP',
  'LEADER_NOT_AVAILABLE',
  'UNKNOWN_TOPIC_OR_PARTITION',
])

/** Makes the topics that are missing, one for each noun of the events table. Refuses topics that were made with other partitions. */
export async function prepareTopics(kafka: Kafka, prefix: string): Promise<void> {
  await asAdmin(kafka, async (admin) => {
    const missing = (await wrongTopics(admin, prefix)).filter((one) => one.partitions === 0)
    if (missing.length > 0) await makeTopics(admin, missing)
    const [wrong] = await untilThere(() => wrongTopics(admin, prefix))
    if (wrong) throw new Error(`${wrong.topic}: ${wrong.partitions} / ${partitions}。${says(wrong)}`)
  })
}

/** New topics, ours or those that another process makes, take a moment until every broker knows them. */
async function untilThere(look: () => Promise<readonly WrongTopic[]>): Promise<readonly WrongTopic[]> {
  for (const end = Date.now() + 10_000; ; await delay(100)) {
    const wrong = await look()
    if (Date.now() > end || wrong.every((one) => one.partitions > 0)) return wrong
  }
}

async function makeTopics(admin: Admin, missing: readonly WrongTopic[]): Promise<void> {
  const topics = missing.map(({ topic }) => ({
    topic,
    numPartitions: partitions,
    replicationFactor: -1, // the cluster's own default: three in production
    configEntries: [
      { name: 'retention.ms', value: week },
      { name: 'cleanup.policy', value: 'delete' },
    ],
  }))
  await admin.createTopics({ topics, waitForLeaders: false })
}

/** Those of our topics that are not right; 0 partitions: not there. */
export async function wrongTopics(admin: Admin, prefix: string): Promise<readonly WrongTopic[]> {
  const there = new Set(await admin.listTopics())
  const wanted = nouns.map((noun) => prefix + noun)
  const { topics } = await admin.fetchTopicMetadata({ topics: wanted.filter((topic) => there.has(topic)) })
  const counts = new Map(topics.map((topic) => [topic.name, topic.partitions.length]))
  return wanted.map((topic) => ({ topic, partitions: counts.get(topic) ?? 0 })).filter((one) => one.partitions !== partitions)
}

/** What to do about a wrong topic. */
export const says = ({ topic, partitions: found }: WrongTopic) =>
  found === 0
    ? `没有主题 ${topic}：给账号建主题的权限，或请管理员建好（${partitions} 个分区）　${topic} is missing: allow this account to create topics, or have it made with ${partitions} partitions`
    : `主题 ${topic} 的分区数不能改：删除它（事件都在数据库里），或换一个 KAFKA_PREFIX　${topic} can't be mended: delete it (all events are in the database) or choose another KAFKA_PREFIX`
