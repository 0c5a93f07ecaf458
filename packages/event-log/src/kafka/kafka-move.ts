import type pg from 'pg'
import type { Move } from '../relay.ts'
import type { Outgoing } from './message.ts'
import type { Send } from './sender.ts'

type Queued = Outgoing & { readonly position: number }

/**
 * What is first in the queue goes to Kafka, and out of the queue when all of it has been answered for. A leader that dies in between
 * leaves it there: it is sent again, and consumers drop the repeats.
 */
export const moveToKafka =
  (send: Send): Move =>
  async (leader) => {
    const { rows } = await leader.query<Queued>({ name: 'peek', text: PEEK })
    if (rows.length === 0) return 0
    await awake(leader, send(rows))
    await leader.query({ name: 'sent', text: SENT, values: [rows.map(({ position }) => position)] })
    return rows.length
  }
// At most 500, and about 8 MB as they are stored.
const PEEK = `select position, topic, key, sequence, type, version, body::text as body, trace, at from (
    select q.position, q.topic, q.key, q.sequence, e.type, e.version, e.body, e.trace, e.at,
      sum(pg_column_size(e.body)) over (order by q.position) - pg_column_size(e.body) as before
    from (select * from journal.queue order by position limit 500) q join journal.event e on e.position = q.position and e.at = q.at
  ) first where before < 8000000 order by position`
const SENT = 'delete from journal.queue where position = any($1)'

/** The server puts out a leader that is silent for 10 s; one that waits for Kafka is not silent. */
async function awake(leader: pg.Client, work: Promise<void>): Promise<void> {
  const sign = setInterval(() => leader.query('select 1').catch(() => {}), 3000)
  await work.finally(() => clearInterval(sign))
}
