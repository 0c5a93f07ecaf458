import { setTimeout as delay } from 'node:timers/promises'
import { append, type Database, systemTransaction } from '@kitchen/database'
import { react, startKafkaLog } from '@kitchen/event-log'
import type { clientOf } from '../../../packages/event-log/src/kafka/address.ts'
import { atRate } from '../measure.ts'

type House = { readonly database: Database; readonly brokers: readonly string[]; readonly prefix: string }

const now = () => performance.now()
const anyKey = () => String(Math.floor(Math.random() * 500))
const filed = (key: string) => ({ topic: 'story', key, type: 'story.filed', version: 1, body: { begun: now(), text: '供'.repeat(300) } })
const EFFECT = 'update bench.plain set words = words + 1 where id = $1'

/** Milliseconds from the call of the library's send to the message in a consumer's hands. */
export async function bareHop(kafka: ReturnType<typeof clientOf>, topic: string, rate: number, milliseconds: number): Promise<number[]> {
  const took: number[] = []
  const [producer, consumer] = [kafka.producer(), kafka.consumer({ groupId: 'bare-hop', maxWaitTimeInMs: 500 })]
  await Promise.all([producer.connect(), consumer.connect()])
  await consumer.subscribe({ topic })
  await consumer.run({ eachMessage: async ({ message }) => void took.push(now() - Number(message.value)) })
  await delay(1000)
  await atRate(rate, milliseconds, () => producer.send({ topic, messages: [{ key: anyKey(), value: String(now()) }] }))
  await untilThere(() => took.length, (rate * milliseconds) / 1000)
  await Promise.all([producer.disconnect(), consumer.disconnect()])
  return took
}

/** Milliseconds from the call of the transaction to the commit of what a consumer did about its event. */
export async function journalHop(house: House, rate: number, milliseconds: number): Promise<number[]> {
  const took: number[] = []
  const log = await openLog(house)
  const part = await consuming(house, log, 'hop', (since) => took.push(...since))
  await delay(500)
  await atRate(rate, milliseconds, () => {
    const draft = filed(anyKey())
    return systemTransaction(house.database, [draft.key], (tx) => append(tx, [draft]))
  })
  await untilThere(() => took.length, (rate * milliseconds) / 1000)
  await part.stop()
  await log.stop()
  return took
}

/** A queue that is full before the relay starts: events a second into Kafka, and effects a second out of it. */
export async function relayCeiling(house: House, many: number): Promise<{ relay: number; effects: number }> {
  for (let done = 0; done < many; done += 500) {
    const drafts = Array.from({ length: 500 }, () => filed(anyKey()))
    const keys = [...new Set(drafts.map(({ key }) => key))]
    await systemTransaction(house.database, keys, (tx) => append(tx, drafts))
  }
  const begun = now()
  const log = await openLog(house)
  await untilThere(async () => many - (await queued(house.database)), many)
  const relay = (many / (now() - begun)) * 1000
  let applied = 0
  const reading = now()
  const part = await consuming(house, log, 'ceiling', (since) => {
    applied += since.length
  })
  await untilThere(() => applied, many)
  const effects = (many / (now() - reading)) * 1000
  await part.stop()
  await log.stop()
  return { relay, effects }
}

const queued = async (database: Database) =>
  (await database.system.query<{ many: number }>('select count(*)::int as many from journal.queue')).rows[0]?.many ?? 0

const logger = { warn: (facts: object, says: string) => console.warn(says, facts) }
const openLog = ({ database, brokers, prefix }: House) => startKafkaLog({ database, logger, kafka: { brokers, prefix } })

function consuming({ database }: House, log: Awaited<ReturnType<typeof openLog>>, consumer: string, told: (since: number[]) => void) {
  return react({
    database,
    log: log.value,
    logger,
    consumer: `bench.${consumer}`,
    reactions: { 'story.filed': async (tx, { key }) => void (await tx.query({ name: 'effect', text: EFFECT, values: [key] })) },
    afterCommit: (events) => told(events.map(({ body }) => now() - Number((body as { begun?: number }).begun))),
  })
}

async function untilThere(count: () => number | Promise<number>, many: number): Promise<void> {
  while ((await count()) < many) await delay(10)
}
