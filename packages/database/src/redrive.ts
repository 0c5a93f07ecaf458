import { advance, fromJournal } from './advance.ts'
import { takeTouched } from './append.ts'
import type { Database, Tx } from './database.ts'
import { type Apply, lockKeys } from './receive.ts'
import { remember } from './remember.ts'
import { inTransaction } from './transaction.ts'

type Key = { readonly consumer: string; readonly topic: string; readonly key: string; readonly apply: Apply }

/**
 * Applies, from the journal and in order, all that a consumer has not done of a (topic, key), and unparks it; true when nothing is
 * left. Poison parks it again, one try more. Heals as well a key whose newest events the log has lost.
 */
export async function redrive(database: Database, key: Key): Promise<boolean> {
  let appended = false
  const flows = await inTransaction(database.system, async (tx) => {
    takeTouched(tx)
    const done = await catchUp(tx, key)
    appended = takeTouched(tx)
    return done
  })
  if (appended) database.hint()
  return flows
}

async function catchUp(tx: Tx, { consumer, topic, key, apply }: Key): Promise<boolean> {
  await lockKeys(tx, consumer, [key])
  const { rows } = await tx.query<{ head: number; last: number }>(STANDING, [consumer, topic, key])
  const { head, last } = rows[0] ?? { head: 0, last: 0 }
  const standing = { topic, key, last }
  const events = head === last ? [] : await fromJournal(tx, standing, head)
  const advanced = await advance(tx, { consumer, standing, events, apply, savepoints: true })
  await remember(tx, consumer, [advanced])
  if (advanced.reached === head) await tx.query(UNPARK, [consumer, topic, key])
  return advanced.reached === head
}
const STANDING = `select h.sequence as head, coalesce(i.sequence, 0) as last from journal.head h
  left join journal.inbox i on i.consumer = $1 and i.topic = h.topic and i.key = h.key where h.topic = $2 and h.key = $3`
const UNPARK = 'delete from journal.parked where consumer = $1 and topic = $2 and key = $3'
