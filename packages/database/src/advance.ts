import type { Draft, Event } from '@kitchen/events'
import type { Tx } from './database.ts'
import { isPoisonous, passes } from './poison.ts'
import type { Apply } from './receive.ts'

/** How far a consumer is with a (topic, key): `last` is the sequence it has applied. */
export type Standing = { readonly topic: string; readonly key: string; readonly last: number }
/** The same after a batch, with the events that were applied and those that follow from them. */
export type Advanced = Standing & { readonly reached: number; readonly applied: readonly Event[]; readonly drafts: readonly Draft[] }
/** What parks a key: poison alone, or anything that an event's application throws, unless it is the server's trouble. */
export type Parks = 'poison' | 'anything'
type Work = {
  readonly consumer: string
  readonly standing: Standing
  readonly events: readonly Event[]
  readonly apply: Apply
  readonly savepoints: boolean
  readonly parks: Parks
}

/** Applies what lies beyond `last`, in order, reading from the journal what is missing in between. With savepoints poison parks the key. */
export async function advance(tx: Tx, work: Work): Promise<Advanced> {
  const whole = await withoutGaps(tx, work)
  const drafts: Draft[] = []
  for (const [done, event] of whole.entries()) {
    const trouble = await applyOne(tx, work, event, drafts)
    if (trouble === undefined) continue
    await park(tx, work.consumer, event, trouble)
    return { ...work.standing, reached: event.sequence - 1, applied: whole.slice(0, done), drafts }
  }
  return { ...work.standing, reached: whole.at(-1)?.sequence ?? work.standing.last, applied: whole, drafts }
}

async function withoutGaps(tx: Tx, { standing, events }: Work): Promise<readonly Event[]> {
  const news = newest(events, standing.last)
  const to = news.at(-1)?.sequence ?? standing.last
  return to - standing.last === news.length ? news : fromJournal(tx, standing, to)
}

/** Beyond `last`, by sequence, each once. */
function newest(events: readonly Event[], last: number): readonly Event[] {
  const bySequence = new Map(events.filter((event) => event.sequence > last).map((event) => [event.sequence, event]))
  return [...bySequence.values()].sort((a, b) => a.sequence - b.sequence)
}

/** The error that poisoned the event, undefined when it was applied. */
async function applyOne(tx: Tx, { apply, savepoints, parks }: Work, event: Event, drafts: Draft[]): Promise<Error | undefined> {
  if (savepoints) await tx.query('savepoint event')
  try {
    drafts.push(...((await apply(tx, event)) ?? []))
    if (savepoints) await tx.query('release savepoint event')
    return undefined
  } catch (error) {
    if (!savepoints || !(isPoisonous(error) || (parks === 'anything' && error instanceof Error && !passes(error)))) throw error
    await tx.query('rollback to savepoint event')
    return error
  }
}

async function park(tx: Tx, consumer: string, { topic, key, sequence }: Event, { message }: Error): Promise<void> {
  await tx.query(PARK, [consumer, topic, key, sequence, message])
}
const PARK = `insert into journal.parked as p (consumer, topic, key, sequence, reason) values ($1, $2, $3, $4, $5)
  on conflict (consumer, topic, key) do update set sequence = excluded.sequence, reason = excluded.reason, tries = p.tries + 1`

/** The events of a (topic, key) after `last` and up to `to`. All lower ones of a visible sequence are visible: a hole is a bug. */
export async function fromJournal(tx: Tx, { topic, key, last }: Standing, to: number): Promise<readonly Event[]> {
  const { rows } = await tx.query<Event>({ name: 'from journal', text: FROM_JOURNAL, values: [topic, key, last, to] })
  if (rows.length !== to - last) throw new Error(`The journal of ${topic} ${key} has a hole between ${last} and ${to}`)
  return rows
}
const FROM_JOURNAL = `select topic, key, sequence, type, version, body, trace, at from journal.event
  where topic = $1 and key = $2 and sequence > $3 and sequence <= $4 order by sequence`
