import type { Database } from '@kitchen/database'
import type { Group } from './log.ts'

/** Fixes where a new group begins: at the first record, or after the last. A group that is there keeps its place. */
export async function openGroup(database: Database, { consumer, from }: Group): Promise<void> {
  await database.system.query(OPEN, [consumer, from === 'now'])
}
const OPEN = `insert into log.lease ("group", partition, "offset")
  select $1, partition, case when $2 then "offset" else 0 end from log.tail on conflict do nothing`

/**
 * A sign of life, and the sharing out: a member keeps its fair share of the 12 partitions, lets go of what is above it, and takes
 * what is free or belonged to the dead, who were silent for longer than their patience. One member of a group at a time.
 */
export async function beat(database: Database, consumer: string, member: string, patience: number): Promise<void> {
  await database.system.query({ name: 'beat', text: BEAT, values: [consumer, member, `${patience} milliseconds`] })
}
const BEAT = `with guard as materialized (select pg_advisory_xact_lock(hashtextextended('group ' || $1, 0))),
me as (insert into log.member select $1, $2, now() + $3::interval from guard
  on conflict ("group", member) do update set until = excluded.until),
alive as materialized (select member from log.member where "group" = $1 and until > now() union select $2),
fair as materialized (select ceil(12.0 / count(*))::int as share from alive),
mine as materialized (select partition, row_number() over (order by partition) as nth from log.lease where "group" = $1 and member = $2),
free as (select partition from log.lease where "group" = $1 and (member is null or member not in (select member from alive))
  order by partition limit greatest(0, (select share from fair) - (select count(*) from mine)) for update)
update log.lease l set member = case when f.partition is null then null else $2 end
from (select partition from free) f full join (select partition from mine where nth > (select share from fair)) over
  on over.partition = f.partition
where l."group" = $1 and l.partition = coalesce(f.partition, over.partition)`

/** Leaves the group: the others take over at their next sign of life. */
export async function leave(database: Database, consumer: string, member: string): Promise<void> {
  await database.system.query('update log.lease set member = null where "group" = $1 and member = $2', [consumer, member])
  await database.system.query('delete from log.member where "group" = $1 and member = $2', [consumer, member])
}
