import type { Event } from '@kitchen/events'
import { advance, fromJournal } from './advance.ts'
import type { Database, Tx } from './database.ts'
import { type Apply, lockKeys } from './receive.ts'
import { remember } from './remember.ts'
import { hintedTransaction } from './transaction.ts'

type Key = { readonly consumer: string; readonly topic: string; readonly key: string; readonly apply: Apply }

/** `flows`: nothing is left to do. `applied`: what was done now. */
export type Redriven = { readonly flows: boolean; readonly applied: readonly Event[] }

/**
 * Applies, from the journal and in order, all that a consumer has not done of a (topic, key), and unparks it when it flows. Poison,
 * and whatever fails in a key that is parked, parks it again, one try more. Heals as well a key whose newest events the log has lost.
 */
export function redrive(database: Database, key: Key): Promise<Redriven> {
  return hintedTransaction(database, database.system, (tx) => catchUp(tx, key))
}

async function catchUp(tx: Tx, { consumer, topic, key, apply }: Key): Promise<Redriven> {
  await lockKeys(tx, consumer, [key])
  const { rows } = await tx.query<{ head: number; last: number; parked: boolean }>(STANDING, [consumer, topic, key])
  const { head, last, parked } = rows[0] ?? { head: 0, last: 0, parked: false }
  const standing = { topic, key, last }
  const events = head === last ? [] : await fromJournal(tx, standing, head)
  const advanced = await advance(tx, { consumer, standing, events, apply, savepoints: true, parks: parked ? 'anything' : 'poison' })
  await remember(tx, consumer, [advanced])
  const flows = advanced.reached === head
  if (flows) await tx.query(UNPARK, [consumer, topic, key])
  return { flows, applied: advanced.applied }
}
const STANDING = `select h.sequence as head, coalesce(i.sequence, 0) as last,
  exists (select from journal.parked p where (p.consumer, p.topic, p.key) = ($1, $2, $3)) as parked from journal.head h
  left join journal.inbox i on i.consumer = $1 and i.topic = h.topic and i.key = h.key where h.topic = $2 and h.key = $3`
const UNPARK = 'delete from journal.parked where consumer = $1 and topic = $2 and key = $3'
