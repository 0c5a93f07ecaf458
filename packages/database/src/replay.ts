import type { Database } from './database.ts'
import { systemTransaction } from './transaction.ts'

/** `keys`: how many (topic, key) are applied again. `able`: the consumers that may be replayed, told when this one may not. */
export type Replayed = { readonly keys: number } | { readonly able: readonly string[] }

/**
 * Has a consumer apply everything again, from the journal and in order for each key, while live events wait behind it. It does so by
 * itself within seconds, in whatever process it runs: every key is parked at its first event, and asked for. Only for a consumer that
 * has said that repeating harms nothing.
 */
export function askReplay(database: Database, consumer: string): Promise<Replayed> {
  return systemTransaction(database, [`consumer ${consumer}`], async (tx) => {
    const { rows } = await tx.query<{ consumer: string }>(ABLE)
    const able = rows.map((row) => row.consumer)
    if (!able.includes(consumer)) return { able }
    const { rowCount } = await tx.query(PARK, [consumer])
    await tx.query('delete from journal.inbox where consumer = $1', [consumer])
    return { keys: rowCount ?? 0 }
  })
}
const ABLE = 'select consumer from journal.consumer group by 1 having bool_and(replays) order by 1'
const PARK = `insert into journal.parked (consumer, topic, key, sequence, reason, tries, asked)
  select c.consumer, h.topic, h.key, 1, 'replay', 0, now() from journal.consumer c join journal.head h using (topic) where c.consumer = $1
  on conflict (consumer, topic, key) do update set sequence = 1, asked = now()`
