import type { Database } from '@kitchen/database'
import type { Event } from '@kitchen/events'
import type { Group } from './log.ts'

/** A record with the event that it stands for; of a topic that the group does not read only the place. */
export type Entry = { readonly partition: number; readonly offset: number } & (Event | { readonly type: null })

export const isWanted = (entry: Entry): entry is Entry & Event => entry.type !== null

/** What waits for a member: up to 25 records of each of its partitions, but for those that rest. */
export async function fetch(database: Database, group: Group, member: string, resting: readonly number[]): Promise<readonly Entry[]> {
  const values = [group.consumer, member, group.topics, resting]
  return (await database.system.query<Entry>({ name: 'fetch', text: FETCH, values })).rows
}
const FETCH = `select l.partition, r."offset", r.topic, r.key, r.sequence, e.type, e.version, e.body, e.trace, e.at
  from log.lease l join log.tail t using (partition)
  cross join lateral (select * from log.record r where r.partition = l.partition and r."offset" >= l."offset"
    order by r."offset" limit 25) r
  left join journal.event e on e.position = r.position and e.at = r.at and r.topic = any($3)
  where l."group" = $1 and l.member = $2 and l."offset" < t."offset" and not l.partition = any($4::smallint[])
  order by l.partition, r."offset"`

/** Only in partitions that are still its own: the late commit of a member that had stalled changes nothing. */
export async function advance(database: Database, group: Group, member: string, entries: readonly Entry[]): Promise<void> {
  const ends = new Map(entries.map((entry) => [entry.partition, entry.offset + 1]))
  const values = [group.consumer, member, [...ends.keys()], [...ends.values()]]
  await database.system.query({ name: 'offsets', text: OFFSETS, values })
}
// Without waiting for the disk: a lost offset only repeats events.
const OFFSETS = `with quick as materialized (select set_config('synchronous_commit', 'off', true))
  update log.lease l set "offset" = e."offset" from unnest($3::smallint[], $4::bigint[]) e(partition, "offset"), quick
  where l."group" = $1 and l.partition = e.partition and l.member = $2`
