import type { OfferView } from '@kitchen/api'
import type { Tx } from '@kitchen/database'
import type { CentreId, StoryId } from '@kitchen/model'

/** The inbox of the caller's centre, newest first. Of a recalled story the text is gone. */
export async function offersTo(tx: Tx): Promise<OfferView[]> {
  const { rows } = await tx.query<OfferRow>(OFFERS)
  return rows.map(({ at, ...offer }) => ({ ...offer, at: at.toISOString() }))
}
type OfferRow = Omit<OfferView, 'at'> & { readonly at: Date }
const OFFERS = `select o.story, o.version, o.centre as "from", o.headline, o.at, c.copy,
    case when t.story is not null then 'recalled' when c.copy is not null then 'adopted' else 'open' end as state,
    case when t.story is null then o.document end as document
  from syndication.address a join syndication.offer o using (story)
    left join syndication.copy c on c.story = o.story and c.centre = a.centre left join syndication.tombstone t on t.story = o.story
  where a.centre = tenancy.centre() order by o.at desc, o.story desc limit 100`

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
