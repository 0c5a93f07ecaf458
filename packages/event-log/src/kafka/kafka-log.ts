import { type Database, type Part, systemTransaction } from '@kitchen/database'
import type { Event } from '@kitchen/events'
import type { KafkaMessage } from 'kafkajs'
import { backOff } from '../back-off.ts'
import { type Complain, complainTo, type Warn } from '../complain.ts'
import type { Deliver, EventLog } from '../log.ts'
import { startRelay } from '../relay.ts'
import { causeOf, clientOf, type KafkaAddress, prefixOf } from './address.ts'
import { gather } from './gather.ts'
import { endForNew } from './group.ts'
import { whole } from './journal.ts'
import { moveToKafka } from './kafka-move.ts'
import { eventOf } from './message.ts'
import { startSender } from './sender.ts'
import { type Watched, type WatchNeeds, watchMember } from './supervised.ts'
import { prepareTopics } from './topics.ts'

/**
 * `patience`: after so many milliseconds of silence a member of a group counts as dead. `wait`: how long a broker holds a question
 * without an answer. `relay`: whether it moves events as well; false where another part does.
 */
export type KafkaLogNeeds = {
  readonly database: Database
  readonly logger: Warn
  readonly kafka: KafkaAddress
  readonly patience?: number
  readonly wait?: number
  readonly relay?: boolean
}
/** The log on Kafka tells as well how often members had to be replaced. */
export type KafkaLog = EventLog & Watched

/**
 * The log on Kafka. Topics are made from the table of events and verified. Refuses a cluster that can't be reached, that does not let
 * us in, or whose topics have other partitions. `stop` leaves all groups and then the relay.
 */
export async function startKafkaLog(needs: KafkaLogNeeds): Promise<Part<KafkaLog>> {
  const { database, logger, kafka: address, patience = 8000, wait = 500, relay = true } = needs
  const [kafka, prefix, complain] = [clientOf(address), prefixOf(address), complainTo(logger)]
  await prepareTopics(kafka, prefix).catch(explain(address))
  const kitchen = await kitchenOf(database)
  const relaying = relay ? await startKafkaRelay(needs) : undefined
  const members = new Set<Part<Watched>>()
  let gone = 0
  const consume: EventLog['consume'] = async ({ consumer, topics, from }, deliver) => {
    const group = { groupId: prefix + consumer, topics: topics.map((topic) => prefix + topic) }
    const take = taker({ database, prefix, kitchen, complain, deliver })
    const needs = { kafka, ...group, take, complain, rests: backOff(), patience, wait }
    const member = from === 'now' ? await joinFromNow(database, needs) : await watchMember(needs)
    members.add(member)
    const stop = async () => {
      await member.stop()
      members.delete(member)
      gone += member.value.replaced()
    }
    return { value: undefined, stop }
  }
  const replaced = () => [...members].reduce((sum, { value }) => sum + value.replaced(), gone)
  const stop = async () => {
    await Promise.all([...members].map((member) => member.stop()))
    await relaying?.stop()
  }
  return { value: { adapter: 'kafka', consume, replaced }, stop }
}

/** One at a time: of two that open a new group the second finds the place that the first has fixed. */
const joinFromNow = (database: Database, needs: WatchNeeds): Promise<Part<Watched>> =>
  systemTransaction(database, [`kafka group ${needs.groupId}`], async () =>
    watchMember({ ...needs, beginning: await endForNew(needs.kafka, needs.groupId, needs.topics) }),
  )

/** Moves events from the queue to Kafka. Of all that run over one database one leads. */
export async function startKafkaRelay({ database, logger, kafka: address }: KafkaLogNeeds): Promise<Part<undefined>> {
  const [kafka, prefix] = [clientOf(address), prefixOf(address)]
  await prepareTopics(kafka, prefix).catch(explain(address))
  const { compression = 'none' } = address
  const sender = await startSender({ kafka, prefix, kitchen: await kitchenOf(database), compression })
  const relay = await startRelay(database, moveToKafka(sender.value), complainTo(logger))
  const stop = async () => {
    await relay.stop()
    await sender.stop()
  }
  return { value: undefined, stop }
}

/** The name of a database among all: what another kitchen has sent into the same topics is not taken for ours. */
async function kitchenOf(database: Database): Promise<string> {
  const text = `select left(md5(system_identifier || ' ' || current_database()), 12) as name from pg_control_system()`
  return (await database.system.query<{ name: string }>(text)).rows[0]!.name
}

type TakerNeeds = {
  readonly database: Database
  readonly prefix: string
  readonly kitchen: string
  readonly complain: Complain
  readonly deliver: Deliver
}

function taker({ database, prefix, kitchen, complain, deliver }: TakerNeeds) {
  const together = gather(deliver)
  return async (topic: string, messages: readonly KafkaMessage[]) => {
    const read = messages.map((message) => eventOf(topic.slice(prefix.length), message, kitchen))
    const ours = read.filter((event) => event !== undefined)
    if (ours.length < read.length) complain(new Error(`${read.length - ours.length} messages in ${topic}`), 'what is not ours is left out')
    const events: readonly Event[] = await whole(database, ours)
    if (events.length > 0) await together(events)
  }
}

const explain =
  ({ brokers }: KafkaAddress) =>
  (trouble: unknown) => {
    const cause = causeOf(trouble)
    const [name, said] = cause instanceof Error ? [cause.name, cause.message] : ['', String(cause)]
    if (name === 'Error') throw cause
    const next = '请检查 KAFKA_BROKERS、KAFKA_TLS、KAFKA_SASL，或运行 npm run kitchen -- doctor　look at these settings or run the doctor'
    throw new Error(`连不上 Kafka can't work with Kafka (${brokers.join(', ')}): ${said}\n  ${next}`, { cause })
  }
