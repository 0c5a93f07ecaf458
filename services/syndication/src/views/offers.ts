import type { OfferView } from '@kitchen/api'
import type { Tx } from '@kitchen/database'
import { parseDocument, slotsOf } from '@kitchen/document'
import type { CentreId, StoryId } from '@kitchen/model'

/** How many stories a county is told to begin its day with. */
const morning = 5

/**
 * The inbox of the caller's centre: first what to take today (今天该转的 5 条: not taken, not older than a day, must-carry first, then what most others have
 * taken), then the rest, newest first. Of a recalled story the text is gone.
 */
export async function offersTo(tx: Tx, now: Date): Promise<OfferView[]> {
  const { rows } = await tx.query<OfferRow>(OFFERS)
  const today = new Set(todaysOf(rows, now).map(({ story }) => story))
  const views = rows.map((row) => viewOf(row, today.has(row.story)))
  return [...views.filter((one) => one.today), ...views.filter((one) => !one.today)]
}
type OfferRow = Omit<OfferView, 'at' | 'embargo' | 'expires' | 'slots' | 'today'> & {
  readonly at: Date
  readonly embargo: Date | null
  readonly expires: Date | null
}
const OFFERS = `select o.story, o.version, o.centre as "from", o.headline, o.at, c.copy, o.leave, o.locked, o.credit, o.embargo, o.expires, o.must_carry as "mustCarry",
    case when t.story is not null then 'recalled' when c.copy is not null then 'adopted' else 'open' end as state,
    case when t.story is null then o.document end as document, syndication.takers(o.story) as takers
  from syndication.address a join syndication.offer o using (story)
    left join syndication.copy c on c.story = o.story and c.centre = a.centre and c.recalled_at is null left join syndication.tombstone t on t.story = o.story
  where a.centre = tenancy.centre() and (o.expires is null or o.expires > now() or c.copy is not null) order by o.at desc, o.story desc limit 500`

const day = 24 * 3_600_000
function todaysOf(rows: readonly OfferRow[], now: Date): OfferRow[] {
  const fresh = rows.filter(({ state, at }) => state === 'open' && now.getTime() - at.getTime() < day)
  const rank = (one: OfferRow) => (one.mustCarry ? 1000 : 0) + one.takers
  return fresh.toSorted((one, other) => rank(other) - rank(one) || other.at.getTime() - one.at.getTime()).slice(0, morning)
}

const viewOf = ({ at, embargo, expires, ...row }: OfferRow, today: boolean): OfferView => ({
  ...row,
  slots: row.document === null ? 0 : slotsOf(parseDocument(row.document)).length,
  embargo: embargo?.toISOString() ?? null,
  expires: expires?.toISOString() ?? null,
  today,
  at: at.toISOString(),
})

/** Who took a story over: all copies for the centre that gave it, its own copy for one that took it. */
export async function copiesOf(tx: Tx, story: StoryId): Promise<CopyLine[]> {
  const { rows } = await tx.query<CopyRow>(
    'select copy, centre, name as person, at, recalled_at from syndication.copy where story = $1 order by at',
    [story],
  )
  return rows.map(({ at, recalled_at, ...line }) => ({ ...line, at: at.toISOString(), recalledAt: recalled_at?.toISOString() ?? null }))
}
type CopyRow = { copy: StoryId; centre: CentreId; person: string; at: Date; recalled_at: Date | null }
type CopyLine = Omit<CopyRow, 'at' | 'recalled_at'> & { at: string; recalledAt: string | null }
