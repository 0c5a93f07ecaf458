import type { Database } from '@kitchen/database'
import { systemTransaction } from '@kitchen/database'
import type { Group } from './log.ts'

/**
 * Writes down, once, what a consumer listens to. One that begins with 'now' counts everything that the journal holds as done: else
 * the next event of an old story would bring its whole past as a gap. `replays`: whether it may apply everything again.
 */
export async function register(database: Database, { consumer, topics, from }: Group, replays = false): Promise<void> {
  await systemTransaction(database, [`consumer ${consumer}`], async (tx) => {
    const { rows } = await tx.query<{ topic: string }>(REGISTER, [consumer, topics, from])
    const fresh = rows.map((row) => row.topic)
    await tx.query('update journal.consumer set replays = $2 where consumer = $1 and replays <> $2', [consumer, replays])
    if (from === 'now' && fresh.length > 0) await tx.query(SKIP, [consumer, fresh])
  })
}
const REGISTER = `insert into journal.consumer (consumer, topic, start) select $1, topic, $3 from unnest($2::text[]) topic
  on conflict do nothing returning topic`
const SKIP = `insert into journal.inbox (consumer, topic, key, sequence)
  select $1, topic, key, sequence from journal.head where topic = any($2) on conflict do nothing`
