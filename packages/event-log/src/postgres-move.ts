import type pg from 'pg'

/** Out of the queue and into the log's tables in one statement: a leader that dies leaves nothing half done. */
export async function moveToPostgres(leader: pg.Client): Promise<number> {
  const { rows } = await leader.query<{ moved: number }>({ name: 'move', text: MOVE })
  const moved = rows[0]?.moved ?? 0
  if (moved > 0) await leader.query(`select pg_notify('log', '')`)
  return moved
}
const MOVE = `with taken as (
  delete from journal.queue where position = any(array(select position from journal.queue order by position limit 500))
  returning *, journal.partition_of(key) as partition
), tail as (
  update log.tail t set "offset" = t."offset" + n.many from (select partition, count(*) as many from taken group by 1) n
  where t.partition = n.partition returning t.partition, t."offset" - n.many as base
), record as (
  insert into log.record
  select partition, base + row_number() over (partition by partition order by position) - 1, position, at, topic, key, sequence
  from taken join tail using (partition) returning 1
)
select count(*)::int as moved from record`
