import type { Draft, Event } from '@kitchen/events'
import { advance, type Parks, type Standing } from './advance.ts'
import type { Database, Tx } from './database.ts'
import { settled } from './in-transaction.ts'
import { isPoisonous } from './poison.ts'
import { remember } from './remember.ts'
import { hintedTransaction } from './transaction.ts'

/** Applies one event within the transaction and gives the events that follow from it. Throws Poison for what can never be applied. */
// biome-ignore lint/suspicious/noConfusingVoidType: a reaction from which nothing follows returns nothing
export type Apply = (tx: Tx, event: Event) => Promise<readonly Draft[] | void>
type Batch = { readonly consumer: string; readonly events: readonly Event[]; readonly apply: Apply; readonly parks?: Parks }

/**
 * Applies a batch of events, whatever the log repeats, reorders or leaves out, and gives the events that were applied. All in one
 * transaction with the effects: repeats are dropped, a gap is read from the journal, parked keys are left alone. A poison event makes
 * the batch run again with savepoints, and parks its own key. Any other trouble throws: nothing has happened then, try again. With `parks: 'anything'`
 * what an event's application throws counts as poison: for a batch that has been tried so often that it holds up the healthy keys beside it.
 */
export async function receive(database: Database, batch: Batch): Promise<readonly Event[]> {
  try {
    return await attempt(database, batch, false)
  } catch (error) {
    if (!isPoisonous(error) && batch.parks !== 'anything') throw error
    return attempt(database, batch, true)
  }
}

const attempt = (database: Database, batch: Batch, savepoints: boolean) =>
  hintedTransaction(database, database.system, (tx) => applyAll(tx, batch, savepoints))

/** Keys go side by side on the pipelined connection; with savepoints, which nest, one after the other. */
async function applyAll(tx: Tx, { consumer, events, apply, parks = 'poison' }: Batch, savepoints: boolean): Promise<readonly Event[]> {
  const byKey = Map.groupBy(events, nameOf)
  const open = await openStandings(
    tx,
    consumer,
    [...byKey.values()].map((group) => group[0]!),
  )
  const one = (standing: Standing) =>
    advance(tx, { consumer, standing, events: byKey.get(nameOf(standing)) ?? [], apply, savepoints, parks })
  const advanced = savepoints ? await inTurn(open, one) : await settled(open.map(one))
  await remember(tx, consumer, advanced)
  return advanced.flatMap((row) => row.applied)
}

const nameOf = ({ topic, key }: { topic: string; key: string }) => `${topic} ${key}`

/** Three statements in one round trip, each with a snapshot of its own: what follows the lock sees what its last holder committed. */
async function openStandings(tx: Tx, consumer: string, names: readonly { topic: string; key: string }[]): Promise<Standing[]> {
  const [topics, keys] = [names.map((name) => name.topic), names.map((name) => name.key)]
  const locked = lockKeys(tx, consumer, keys)
  const parked = tx.query<Standing>({ name: 'parked', text: PARKED, values: [consumer, topics, keys] })
  const standing = tx.query<Standing>({ name: 'standing', text: STANDING, values: [consumer, topics, keys] })
  await settled<unknown>([locked, parked, standing])
  const closed = new Set((await parked).rows.map(nameOf))
  return (await standing).rows.filter((row) => !closed.has(nameOf(row)))
}
const PARKED = `select topic, key from journal.parked
  where consumer = $1 and (topic, key) in (select * from unnest($2::text[], $3::text[]))`
const STANDING = `select k.topic, k.key, coalesce(i.sequence, 0) as last from unnest($2::text[], $3::text[]) k(topic, key)
  left join journal.inbox i on i.consumer = $1 and i.topic = k.topic and i.key = k.key order by k.key, k.topic`

/**
 * One consumer never works at two topics of one key side by side: two partitions of different topics may hold the same story, and
 * their reactions read and write the same rows.
 */
export async function lockKeys(tx: Tx, consumer: string, keys: readonly string[]): Promise<void> {
  await tx.query({ name: 'lock keys', text: LOCK, values: [consumer, keys] })
}
const LOCK = `select count(pg_advisory_xact_lock(hash)) from
  (select distinct hashtextextended($1 || ' ' || key, 1) as hash from unnest($2::text[]) key order by hash) ordered`

async function inTurn<A, B>(all: readonly A[], one: (a: A) => Promise<B>): Promise<B[]> {
  const results: B[] = []
  for (const a of all) results.push(await one(a))
  return results
}
