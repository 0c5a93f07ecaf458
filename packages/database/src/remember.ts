import type { Advanced } from './advance.ts'
import { append } from './append.ts'
import type { Tx } from './database.ts'

/**
 * Writes down how far a consumer has come and appends, once and last, all events that follow. Of two members that applied the same
 * events the first to commit wins: the other finds the inbox moved, and throws, which undoes all it did.
 */
export async function remember(tx: Tx, consumer: string, all: readonly Advanced[]): Promise<void> {
  const moved = all.filter((row) => row.reached > row.last)
  if (moved.length === 0) return
  const names = [moved.map((row) => row.topic), moved.map((row) => row.key)]
  const values = [consumer, ...names, moved.map((row) => row.last), moved.map((row) => row.reached)]
  const { rows } = await tx.query<{ kept: number }>({ name: 'remember', text: REMEMBER, values })
  if (rows[0]?.kept !== moved.length) throw new Error(`${consumer}: another member has applied the same events`)
  await append(
    tx,
    moved.flatMap((row) => row.drafts),
  )
}
const REMEMBER = `with done as (select * from unnest($2::text[], $3::text[], $4::bigint[], $5::bigint[]) d(topic, key, last, reached)),
moved as (update journal.inbox i set sequence = done.reached from done
  where i.consumer = $1 and i.topic = done.topic and i.key = done.key and i.sequence = done.last returning 1),
born as (insert into journal.inbox select $1, topic, key, reached from done where last = 0 on conflict do nothing returning 1)
select (select count(*)::int from moved) + (select count(*)::int from born) as kept`
