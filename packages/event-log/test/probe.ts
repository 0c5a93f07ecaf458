import type { Database, Migrations, Tx } from '@kitchen/database'
import { append, systemTransaction } from '@kitchen/database'
import type { Draft, Event } from '@kitchen/events'

/** The table in which these tests write down what a consumer has seen. */
export const probe: Migrations = { schema: 'probe', folder: new URL('./migrations/', import.meta.url) }

/** The effect of one event: a row. */
export async function seen(tx: Tx, consumer: string, { topic, key, sequence }: Event, member = ''): Promise<void> {
  const text = 'insert into probe.effect (consumer, member, topic, key, sequence) values ($1, $2, $3, $4, $5)'
  await tx.query({ name: 'seen', text, values: [consumer, member, topic, key, sequence] })
}

/** What a consumer has seen of each key, in order: `{a: [1, 2, 3]}`. */
export async function seenBy(database: Database, consumer: string, topic = 'story'): Promise<Record<string, number[]>> {
  const text =
    'select key, array_agg(sequence order by n)::int[] as all from probe.effect where consumer = $1 and topic = $2 group by 1 order by 1'
  const { rows } = await database.system.query<{ key: string; all: number[] }>(text, [consumer, topic])
  return Object.fromEntries(rows.map((row) => [row.key, row.all]))
}

/** A story draft; nobody reads its body. */
export const filed = (key: string, body: unknown = {}): Draft => ({ topic: 'story', key, type: 'story.filed', version: 1, body })

/** Appends drafts in one transaction. */
export function put(database: Database, ...drafts: readonly Draft[]): Promise<void> {
  return systemTransaction(
    database,
    drafts.map((draft) => draft.key),
    (tx) => append(tx, drafts),
  )
}

export const upTo = (last: number) => Array.from({ length: last }, (_, n) => n + 1)
