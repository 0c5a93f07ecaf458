import type { Database } from '@kitchen/database'
import type { Event } from '@kitchen/events'
import type { Mark } from './message.ts'

/** The same in the same order, with the marks replaced by their events out of the journal. */
export async function whole(database: Database, all: readonly (Event | Mark)[]): Promise<readonly Event[]> {
  const marks = all.filter(isMark)
  if (marks.length === 0) return all.filter((one) => !isMark(one))
  const values = [marks.map(({ topic }) => topic), marks.map(({ key }) => key), marks.map(({ sequence }) => sequence)]
  const { rows } = await database.system.query<Event>({ name: 'marked', text: MARKED, values })
  const found = new Map(rows.map((event) => [nameOf(event), event]))
  return all.map((one) => (isMark(one) ? found.get(nameOf(one)) : one)).filter((event) => event !== undefined)
}
const MARKED = `select topic, key, sequence, type, version, body, trace, at from journal.event
  where (topic, key, sequence) in (select * from unnest($1::text[], $2::text[], $3::bigint[]))`

const isMark = (one: Event | Mark): one is Mark => one.type === null
const nameOf = ({ topic, key, sequence }: { topic: string; key: string; sequence: number }) => `${topic} ${key} ${sequence}`
