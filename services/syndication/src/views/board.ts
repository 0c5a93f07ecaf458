import type { OfferBoard, OfferTerms } from '@kitchen/api'
import type { Tx } from '@kitchen/database'
import type { CentreId, StoryId } from '@kitchen/model'

type Row = OfferBoard['rows'][number]
type Cell = Row['cells'][number]

/** Who of all centres is how far with the stories that the caller's centre has offered: the newest 50. */
export async function offerBoardOf(tx: Tx): Promise<Row[]> {
  const { rows: offers } = await tx.query<OfferRow>(OFFERS)
  const { rows: cells } = await tx.query<CellRow>(CELLS, [offers.map(({ story }) => story)])
  const byStory = Map.groupBy(cells, ({ story }) => story)
  return offers.map((offer) => rowOf(offer, (byStory.get(offer.story) ?? []).map(cellOf)))
}

type OfferRow = Omit<OfferTerms, 'to' | 'embargo' | 'expires'> & {
  readonly story: StoryId
  readonly version: number
  readonly headline: string
  readonly at: Date
  readonly embargo: Date | null
  readonly expires: Date | null
}
const OFFERS = `select story, version, headline, at, leave, locked, credit, embargo, expires from syndication.offer
  where centre = tenancy.centre() order by at desc limit 50`

type CellRow = {
  readonly story: StoryId
  readonly centre: CentreId
  readonly copy: StoryId | null
  readonly offered: Date
  readonly opened: Date | null
  readonly adopted: Date | null
  readonly sealed: Date | null
  readonly released: Date | null
  readonly recalled: Date | null
  readonly changed: Date | null
  readonly reader: string | null
  readonly taker: string | null
  readonly signatures: number | null
  readonly delivered: number
  readonly asked: number | null
  readonly unread: number | null
  readonly waits: boolean | null
}
const CELLS = `select o.story, x.centre, c.copy, o.at as offered, p.at as opened, c.at as adopted, c.sealed_at as sealed, c.released_at as released, c.recalled_at as recalled,
    c.changed_at as changed, p.name as reader, c.name as taker, c.signatures, c.asked, c.unread, c.waits,
    (select count(*)::int from syndication.delivered d where d.copy = c.copy) as delivered
  from syndication.offer o join syndication.reach(o.story) x on true left join syndication.opened p on p.story = o.story and p.centre = x.centre
    left join lateral (select * from syndication.copy c where c.story = o.story and c.centre = x.centre order by c.recalled_at is not null, c.at desc limit 1) c on true
  where o.story = any($1) order by x.centre`

function cellOf(row: CellRow): Cell & { story: StoryId } {
  const [stage, since] = stageOf(row)
  return {
    story: row.story,
    centre: row.centre,
    stage,
    copy: row.copy,
    person: row.taker ?? row.reader,
    since: (row.changed ?? since).toISOString(),
    signatures: row.signatures ?? 0,
    delivered: row.delivered,
    asked: row.asked ?? 0,
    unread: row.unread ?? 0,
    waits: row.waits ?? false,
  }
}

function stageOf({ offered, opened, adopted, sealed, released, recalled, delivered }: CellRow): [Cell['stage'], Date] {
  if (recalled) return ['recalled', recalled]
  if (released) return [delivered > 0 ? 'delivered' : 'signed', released]
  if (sealed) return ['localised', sealed]
  if (adopted) return ['adopted', adopted]
  return opened ? ['opened', opened] : ['offered', offered]
}

function rowOf({ story, version, headline, at, embargo, expires, ...terms }: OfferRow, cells: readonly Cell[]): Row {
  const instants = { embargo: embargo?.toISOString() ?? null, expires: expires?.toISOString() ?? null }
  const to = cells.map(({ centre }) => centre)
  return { story, version, headline, at: at.toISOString(), terms: { ...terms, ...instants, to }, cells: [...cells] }
}
