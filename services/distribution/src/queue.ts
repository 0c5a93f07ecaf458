import type { ProductFile } from '@kitchen/api'
import { type Database, systemTransaction } from '@kitchen/database'
import type { Sha256 } from '@kitchen/model'
import type { Delivery } from './delivery.ts'
import type { Mark, Parcel } from './outlet.ts'

/** A delivery that a worker holds, with all that its outlet needs. `action` is what was wanted when it was taken. */
export type Held = { readonly delivery: Delivery; readonly action: Delivery['wanted']; readonly parcel: Parcel }
type Row = Delivery & {
  readonly headline: string
  readonly files: readonly ProductFile[]
  readonly media: readonly Sha256[]
  readonly made_at: Date
  readonly correction: Parcel['correction']
  readonly replacement: Parcel['replacement']
}

/**
 * Takes what is due, for each outlet at most as many as it has room for: withdrawals first, then the oldest. One statement over all outlets;
 * an outlet of which another worker holds something is that one's alone: claims of all processes run one after the other, each seeing what the last
 * took. A try is counted when it begins, so that one that died is known to have been there.
 */
export async function claim(database: Database, worker: number, room: ReadonlyMap<string, number>, now: Date): Promise<Held[]> {
  const values = [[...room.keys()], [...room.values()], worker, now]
  const { rows } = await systemTransaction(database, ['distribution claims'], (tx) => tx.query<Row>({ name: 'claim', text: CLAIM, values }))
  return rows.map(heldOf)
}
const CLAIM = `with others as materialized (select distinct outlet from distribution.delivery where worker is not null and worker <> $3),
room as (select * from unnest($1::text[], $2::int[]) as r(outlet, places) where outlet not in (select outlet from others)),
due as materialized (select d.id from room r cross join lateral (select id from distribution.delivery d where d.outlet = r.outlet and d.due <= $4 and d.worker is null
  order by (d.wanted = 'gone') desc, d.due limit r.places for update skip locked) d),
taken as (update distribution.delivery d set worker = $3, due = null, tries = d.tries + 1, at = $4,
  state = case when d.wanted = 'gone' then 'withdrawing' else 'sending' end from due where d.id = due.id returning d.*)
select t.*, p.headline, p.files, p.media, p.at as made_at, r.correction, later.replacement from taken t join distribution.product p using (product, hash)
  left join distribution.release r on (r.story, r.version, r.outlet) = (t.story, t.version, t.outlet)
  left join lateral (select n.correction || jsonb_build_object('version', n.version) as replacement from distribution.release n
    where n.story = t.story and n.version > t.version and n.correction is not null order by n.version desc limit 1) later on true`

function heldOf(row: Row): Held {
  const { id, story, version, outlet, centre, channel, product, hash, headline, files, media, tries, why, mark, correction, replacement } =
    row
  const subject = { kind: row.subject_kind, id: row.subject_id }
  return {
    delivery: row,
    action: row.wanted,
    parcel: {
      id,
      subject,
      story,
      version,
      outlet,
      centre,
      channel,
      product,
      hash,
      headline,
      files,
      media,
      madeAt: row.made_at,
      carried: row.origin !== centre,
      tries,
      why,
      correction,
      replacement,
      mark,
    },
  }
}

/** Sets free what workers hold whose connection has ended: a killed program's deliveries go on at once, not after a time-out. */
export async function revive(database: Database, now: Date): Promise<number> {
  const { rowCount } = await database.system.query({ name: 'revive', text: REVIVE, values: [now, lockSpace] })
  return rowCount ?? 0
}
const REVIVE = `update distribution.delivery set worker = null, due = $1 where worker is not null
  and worker not in (select objid::bigint::int from pg_locks where locktype = 'advisory' and classid = $2 and granted)`

/** Space of the advisory locks by which workers show that they live: (space, worker). */
export const lockSpace = 733_001

/** Keeps what an adapter has to know in a later attempt; on disk before it answers. */
export async function remember(database: Database, id: string, mark: Mark): Promise<void> {
  await database.system.query({
    name: 'mark',
    text: 'update distribution.delivery set mark = mark || $2::jsonb where id = $1',
    values: [id, JSON.stringify(mark)],
  })
}

/** When something is due next at an outlet that no other worker has, or null. */
export async function nextDue(database: Database, worker: number): Promise<Date | null> {
  const { rows } = await database.system.query<{ due: Date | null }>({
    name: 'next due',
    text: NEXT,
    values: [worker],
  })
  return rows[0]?.due ?? null
}
const NEXT = `select min(due) as due from distribution.delivery where due is not null and worker is null
  and outlet not in (select outlet from distribution.delivery where worker is not null and worker <> $1)`
