import type { Event } from '@kitchen/events'
import type { Database } from './database.ts'

/** An event and its place in the order in which everything was appended. */
export type Placed = Event & { readonly position: number }
/** A (topic, key) that a consumer cannot go on with: where, why, since when, and how often it was tried. */
export type Parked = {
  readonly consumer: string
  readonly topic: string
  readonly key: string
  readonly sequence: number
  readonly reason: string
  readonly since: Date
  readonly tries: number
}
/** How many events and keys of a topic a consumer has not applied yet, and when the oldest was appended; parked keys not counted. */
export type Lag = {
  readonly consumer: string
  readonly topic: string
  readonly events: number
  readonly keys: number
  readonly oldest: Date
}
/** What the relay has still to move; `oldest` is when the oldest of it was appended. */
export type Queue = { readonly events: number; readonly oldest: Date | null }

/** All that ever happened to a story or asset, over all topics, in the order in which it was appended. */
export async function historyOf(database: Database, key: string): Promise<readonly Placed[]> {
  const { rows } = await database.system.query<Placed>(HISTORY, [key])
  return rows
}
const HISTORY = `select position, topic, key, sequence, type, version, body, trace, at from journal.event where key = $1 order by position`

/** Every parked key, the oldest first. */
export async function parkedKeys(database: Database): Promise<readonly Parked[]> {
  const { rows } = await database.system.query<Parked>(
    'select consumer, topic, key, sequence, reason, since, tries from journal.parked order by since, consumer, topic, key',
  )
  return rows
}

/** Where consumers are behind the journal, and for how long: every head is compared with every inbox, so ask once a minute, not once a second. */
export async function lagOf(database: Database): Promise<readonly Lag[]> {
  const { rows } = await database.system.query<Lag>(LAG)
  return rows
}
const LAG = `select c.consumer, c.topic, sum(h.sequence - coalesce(i.sequence, 0))::int as events, count(*)::int as keys, min(e.at) as oldest
  from journal.consumer c join journal.head h using (topic)
  left join journal.inbox i on i.consumer = c.consumer and i.topic = h.topic and i.key = h.key
  left join journal.event e on e.topic = h.topic and e.key = h.key and e.sequence = coalesce(i.sequence, 0) + 1
  where h.sequence > coalesce(i.sequence, 0) and not exists
    (select from journal.parked p where p.consumer = c.consumer and p.topic = h.topic and p.key = h.key)
  group by 1, 2 order by 1, 2`

/** How far the members of a group of the log inside PostgreSQL are behind its end: events, and the age of the oldest in seconds. */
export type LogLag = { readonly consumer: string; readonly events: number; readonly seconds: number }

/** One look at each lease and at the record it stands before: cheap enough for every second, unlike `lagOf`. Empty where another log carries the events. */
export async function logLagOf(database: Database): Promise<readonly LogLag[]> {
  return (await database.system.query<LogLag>({ name: 'log lag', text: LOG_LAG })).rows
}
const LOG_LAG = `select l."group" as consumer, sum(t."offset" - l."offset")::int as events,
  coalesce(max(extract(epoch from now() - r.at)), 0)::float8 as seconds
  from log.lease l join log.tail t using (partition)
  left join lateral (select at from log.record r where r.partition = l.partition and r."offset" >= l."offset" order by r."offset" limit 1) r on true
  where exists (select from journal.consumer c where c.consumer = l."group") group by 1`

/** How many keys are parked, by consumer. */
export async function parkedCounts(database: Database): Promise<readonly { readonly consumer: string; readonly many: number }[]> {
  const text = 'select consumer, count(*)::int as many from journal.parked group by 1'
  return (await database.system.query<{ consumer: string; many: number }>({ name: 'parked counts', text })).rows
}

/** The relay's queue. An `oldest` of more than some seconds ago: no relay leads, or the log takes nothing. */
export async function queueOf(database: Database): Promise<Queue> {
  const { rows } = await database.system.query<Queue>('select count(*)::int as events, min(at) as oldest from journal.queue')
  return rows[0] ?? { events: 0, oldest: null }
}

/** Asks for a parked key to be tried again; its consumer does it within a second or two, in whatever process it runs. */
export async function askRedrive(database: Database, { consumer, topic, key }: Pick<Parked, 'consumer' | 'topic' | 'key'>): Promise<void> {
  await database.system.query('update journal.parked set asked = now() where consumer = $1 and topic = $2 and key = $3', [
    consumer,
    topic,
    key,
  ])
}

/** Takes the wishes for a consumer: each is given out once. */
export async function takeAsked(database: Database, consumer: string): Promise<readonly Pick<Parked, 'topic' | 'key'>[]> {
  const text = 'update journal.parked set asked = null where consumer = $1 and asked is not null returning topic, key'
  return (await database.system.query<Pick<Parked, 'topic' | 'key'>>({ name: 'take asked', text, values: [consumer] })).rows
}
