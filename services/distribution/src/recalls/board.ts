import type { Failure, RecallTarget, RecallView } from '@kitchen/api'
import { type Database, type Tx, transaction } from '@kitchen/database'
import { type Bilingual, type Caller, type CentreId, type OutletId, type Region, recallMinutes, type StoryId } from '@kitchen/model'
import type { Delivery } from '../delivery.ts'
import type { Receipt } from '../outlet.ts'
import { inCharge } from './in-charge.ts'

type Order = {
  readonly story: StoryId
  readonly outlet: OutletId | null
  readonly centre: CentreId
  readonly person: string
  readonly reason: string
  readonly at: Date
}
type Row = Delivery & {
  readonly headline: string
  readonly proof: Receipt | null
  readonly remains: Bilingual | null
  readonly ordered: Date | null
}

/**
 * How far a recall is: each outlet that had something of the story or of a copy that was recalled with it. The centre whose order it is sees all of them;
 * any other one what stands at its own outlets.
 */
export async function recallOf(database: Database, region: Region, caller: Caller, story: string): Promise<RecallView> {
  const scope = { centre: caller.centre, person: caller.person, keys: [] }
  const orders = await ordersOf(database, story)
  const owner = orders.some(({ centre }) => centre === caller.centre)
  const rows = await targetsOf(database, story, owner ? null : await transaction(database, scope, (tx) => ownOf(tx, story)))
  const seen = owner || rows.length > 0
  return {
    story: story as StoryId,
    orders: seen ? toldOrders(orders) : [],
    targets: rows.map((row) => targetOf(region, row)),
    media: seen ? await mediaOf(database, story) : { all: 0, gone: 0 },
  }
}

async function ordersOf({ system }: Database, story: string): Promise<readonly Order[]> {
  return (await system.query<Order>({ name: 'recall orders', text: ORDERS, values: [story] })).rows
}
const ORDERS = `select story, null as outlet, centre, person, reason, at from distribution.recall where story = $1
  union all select story, outlet, centre, person, reason, at from distribution.part_recall where story = $1 order by at, outlet`

/** The outlets of one order together. */
function toldOrders(orders: readonly Order[]): RecallView['orders'] {
  const same = Map.groupBy(orders, ({ person, at, outlet }) => `${person} ${at.toISOString()} ${outlet === null}`)
  return [...same.values()].map((all) => {
    const [{ centre, person, reason, at }] = all as [Order]
    const outlets = all.flatMap(({ outlet }) => outlet ?? [])
    return { centre, person, reason, at: at.toISOString(), outlets: outlets.length > 0 ? outlets : null }
  })
}

/** What the caller's centre may see, by row-level security. */
async function ownOf(tx: Tx, story: string): Promise<readonly string[]> {
  const text = 'select id from distribution.delivery where story = $1'
  return (await tx.query<{ id: string }>({ name: 'own deliveries', text, values: [story] })).rows.map(({ id }) => id)
}

/** All targets, or those among `only`. */
async function targetsOf({ system }: Database, story: string, only: readonly string[] | null): Promise<readonly Row[]> {
  return (await system.query<Row>({ name: 'recall targets', text: TARGETS, values: [story, only] })).rows
}
const TARGETS = `select d.*, p.headline, w.receipt as proof, w.remains, coalesce(r.at, part.at) as ordered from distribution.delivery d
  join distribution.product p using (product, hash) left join distribution.recall r on r.story = d.story
  left join distribution.part_recall part on part.story = d.story and part.outlet = d.outlet and part.version >= d.version
  left join distribution.receipt w on (w.subject_kind, w.subject_id, w.outlet, w.action) = (d.subject_kind, d.subject_id, d.outlet, 'withdraw')
  where (d.story = $1 or d.story in (select story from distribution.recall where cause = $1)) and d.wanted = 'gone'
    and coalesce(r.at, part.at) is not null and (d.why = 'recall' or d.state not in ('withdrawn', 'stopped'))
    and ($2::text[] is null or d.id = any($2)) order by d.story <> $1, d.centre, d.channel, d.version`

function targetOf(region: Region, row: Row): RecallTarget {
  const ordered = row.ordered ?? row.since
  const stage = stageOf(row)
  const { id, story, centre, outlet, channel, version, headline, since, tries, failure, proof, remains, url } = row
  return {
    delivery: id,
    story,
    centre,
    outlet,
    channel,
    version,
    headline,
    stage,
    orderedAt: ordered.toISOString(),
    due: new Date(ordered.getTime() + recallMinutes[channel].value * 60_000).toISOString(),
    since: since.toISOString(),
    tries,
    who: stage === 'gone' ? null : inCharge(region, row),
    failure: failure satisfies Failure | null,
    proof: proof && { ...proof },
    remains,
    url,
  }
}

/** What the row says of the withdrawal: a worker has begun it, the outlet has answered, a look has shown it. A quiet try does not take it from its person. */
function stageOf({ state, tries, mark, told }: Delivery): RecallTarget['stage'] {
  if (state === 'withdrawn' || state === 'stopped') return 'gone'
  if (state === 'person' || told !== null) return 'person'
  if (mark.answeredAt) return 'acknowledged'
  return tries > 0 ? 'sent' : 'ordered'
}

async function mediaOf({ system }: Database, story: string): Promise<RecallView['media']> {
  const { rows } = await system.query<RecallView['media']>({ name: 'recall media', text: MEDIA, values: [story] })
  return rows[0]!
}
const MEDIA = `select count(*)::int as "all", count(*) filter (where not live)::int as gone from (select sha256, bool_or(live) as live from distribution.page_media
  where sha256 in (select sha256 from distribution.page_media where story = $1 or story in (select story from distribution.recall where cause = $1)) group by 1) m`
