import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Database, Part } from '@kitchen/database'
import type { Event } from '@kitchen/events'
import type { Bell } from './bell.ts'
import type { Complain } from './complain.ts'
import { beat, leave, openGroup } from './lease.ts'
import type { Deliver, Group } from './log.ts'

/** One member: where it reads, whom it delivers to, what wakes it. */
export type MemberNeeds = {
  readonly database: Database
  readonly group: Group
  readonly deliver: Deliver
  readonly bell: Bell
  readonly complain: Complain
  /** After so many milliseconds of silence a member counts as dead. */
  readonly patience: number
}
type Member = MemberNeeds & { readonly name: string; readonly stopped: AbortSignal }
/** A record with the event that it stands for; of a topic that the group does not read only the place. */
type Row = { readonly partition: number; readonly offset: number } & (Event | { readonly type: null })

/** Joins a group and delivers what its leases bring, until `stop`, which ends after the batch at work. */
export async function joinGroup(needs: MemberNeeds): Promise<Part<undefined>> {
  const stopped = new AbortController()
  const member: Member = { ...needs, name: randomUUID(), stopped: stopped.signal }
  await openGroup(needs.database, needs.group)
  await beat(needs.database, needs.group.consumer, member.name, needs.patience)
  const running = Promise.all([keepBeating(member), keepReading(member)])
  const stop = async () => {
    stopped.abort()
    needs.bell.ring()
    await running
    await leave(needs.database, needs.group.consumer, member.name).catch(() => {}) // silence does the same, later
  }
  return { value: undefined, stop }
}

/** On its own clock: a slow delivery does not cost the leases, a stalled process does. */
async function keepBeating({ database, group, name, bell, complain, stopped, patience }: Member): Promise<void> {
  while (!stopped.aborted) {
    await delay(Math.min(1000, patience / 4), undefined, { signal: stopped }).catch(() => {})
    if (stopped.aborted) return
    await beat(database, group.consumer, name, patience).catch((trouble) => complain(trouble, `${group.consumer} did not renew its leases`))
    bell.ring()
  }
}

async function keepReading(member: Member): Promise<void> {
  const { bell, complain, group, stopped } = member
  for (let failures = 0; !stopped.aborted; ) {
    bell.clear()
    const outcome = await round(member).catch((trouble) => {
      complain(trouble, `${group.consumer} could not read`)
      return 'trouble' as const
    })
    failures = outcome === 'trouble' ? failures + 1 : 0
    if (outcome === 'trouble') await delay(Math.min(5000, 100 * 2 ** failures), undefined, { signal: stopped }).catch(() => {})
    if (outcome === 'empty') await bell.heard(2000)
  }
}

/** What waits in all its partitions is delivered at once; after trouble each partition by itself, so that only the bad ones stay. */
async function round(member: Member): Promise<'moved' | 'trouble' | 'empty'> {
  const rows = await fetch(member)
  if (rows.length === 0) return 'empty'
  if (await attempt(member, rows)) return 'moved'
  let whole = true
  for (const slice of Map.groupBy(rows, (row) => row.partition).values()) whole = (await attempt(member, slice)) && whole
  return whole ? 'moved' : 'trouble'
}

async function fetch({ database, group, name }: Member): Promise<Row[]> {
  const { rows } = await database.system.query<Row>({ name: 'fetch', text: FETCH, values: [group.consumer, name, group.topics] })
  return rows
}
const FETCH = `select l.partition, r."offset", r.topic, r.key, r.sequence, e.type, e.version, e.body, e.trace, e.at
  from log.lease l join log.tail t using (partition)
  cross join lateral (select * from log.record r where r.partition = l.partition and r."offset" >= l."offset" order by r."offset" limit 25) r
  left join journal.event e on e.position = r.position and e.at = r.at and r.topic = any($3)
  where l."group" = $1 and l.member = $2 and l."offset" < t."offset" order by l.partition, r."offset"`

async function attempt(member: Member, rows: readonly Row[]): Promise<boolean> {
  const wanted = rows.filter((row): row is Row & Event => row.type !== null)
  try {
    if (wanted.length > 0) await member.deliver(wanted)
  } catch (trouble) {
    member.complain(trouble, `${member.group.consumer} tries again`)
    return false
  }
  await advanceOffsets(member, rows)
  return true
}

/** Only of partitions that are still its own: the late commit of a member that had stalled changes nothing. */
async function advanceOffsets({ database, group, name }: Member, rows: readonly Row[]): Promise<void> {
  const ends = new Map(rows.map((row) => [row.partition, row.offset + 1]))
  await database.system.query({ name: 'offsets', text: OFFSETS, values: [group.consumer, name, [...ends.keys()], [...ends.values()]] })
}
// Without waiting for the disk: a lost offset only repeats events.
const OFFSETS = `with quick as materialized (select set_config('synchronous_commit', 'off', true))
  update log.lease l set "offset" = e."offset" from unnest($3::smallint[], $4::bigint[]) e(partition, "offset"), quick
  where l."group" = $1 and l.partition = e.partition and l.member = $2`
