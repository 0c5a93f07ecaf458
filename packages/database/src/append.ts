import { type Draft, traceparentOf } from '@kitchen/events'
import type pg from 'pg'
import type { Tx } from './database.ts'
import { Poison } from './poison.ts'

/** Bytes that the body of an event may have. */
export const largestBody = 512 * 1024
const touched = new WeakSet<Tx>()

/**
 * Adds events to the journal within the caller's transaction, which has locked their keys, as the last thing it does. Each gets the
 * next sequence of its (topic, key), and the trace of its story unless it names another. Refuses a body over 512 KiB: bytes travel by their hash.
 */
export async function append(tx: Tx, drafts: readonly Draft[]): Promise<void> {
  const [first] = drafts
  if (first === undefined) return
  touched.add(tx)
  await tx.query(drafts.length === 1 ? appendOne(first) : appendMany(drafts))
}

function appendOne(draft: Draft): pg.QueryConfig {
  const values = [draft.topic, draft.key, draft.type, draft.version, bodyOf(draft), traceOf(draft)]
  return { name: 'append one', text: 'select journal.append_one($1, $2, $3, $4, $5, $6)', values }
}

function appendMany(drafts: readonly Draft[]): pg.QueryConfig {
  const column = <T>(pick: (draft: Draft) => T) => drafts.map(pick)
  const names = [column((d) => d.topic), column((d) => d.key), column((d) => d.type), column((d) => d.version)]
  return { name: 'append', text: APPEND, values: [...names, column(bodyOf), column(traceOf)] }
}
const APPEND = 'select journal.append($1::text[], $2::text[], $3::text[], $4::int[], $5::jsonb[], $6::text[])'

const traceOf = (draft: Draft) => draft.trace ?? traceparentOf(draft) ?? null

function bodyOf({ type, key, body }: Draft): string {
  const json = JSON.stringify(body)
  if (Buffer.byteLength(json) <= largestBody) return json
  throw new Poison(`${type} of ${key} is ${Buffer.byteLength(json)} bytes; an event holds ${largestBody} at most`)
}

/** Whether a transaction has appended events: then the relay is worth waking after its commit. */
export function takeTouched(tx: Tx): boolean {
  return touched.delete(tx)
}
