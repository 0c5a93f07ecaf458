import type { Tx } from '@kitchen/database'
import type { Body } from '@kitchen/events'
import type { Region } from '@kitchen/model'
import { forgetCopy, yieldToCopy } from './carried.ts'
import { takeBack } from './recalls/take-back.ts'

type Heard = 'product.made' | 'story.released' | 'story.supplemented' | 'story.recalled'
type Reaction<T extends Heard> = (tx: Tx, event: { readonly body: Body<T> }) => Promise<void>

/**
 * What distribution hears. Topics are not ordered among each other: product and release may come in any order, and whichever is last makes the
 * delivery; a recall leaves a tombstone that refuses whatever comes after it.
 */
export function reactionsOf(region: Region): { readonly [Type in Heard]: Reaction<Type> } {
  return {
    'product.made': (tx, { body }) => keepProduct(tx, body),
    'story.released': (tx, { body }) => keepRelease(tx, region, body),
    'story.supplemented': (tx, { body }) => keepSupplement(tx, region, body),
    'story.recalled': (tx, { body }) => keepRecall(tx, body),
  }
}

async function keepProduct(tx: Tx, made: Body<'product.made'>): Promise<void> {
  const { product, hash, story, version, outlet, centre, channel, headline, media, at } = made
  const files = made.files.filter(({ path }) => !path.startsWith('preview/'))
  await tx.query({
    name: 'product',
    text: PRODUCT,
    values: [product, hash, story, version, outlet, centre, channel, headline, JSON.stringify(files), media, at],
  })
  await tx.query({ name: 'deliveries', text: DELIVERIES, values: [story, version, outlet] })
}
const PRODUCT = `insert into distribution.product (product, hash, story, version, outlet, centre, channel, headline, files, media, at)
  select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11 where not exists (select from distribution.recall where story = $3) on conflict do nothing`

async function keepRelease(tx: Tx, region: Region, released: Body<'story.released'>): Promise<void> {
  const { story, version, at } = released
  await writeRelease(tx, region, released)
  await tx.query({ name: 'overtake', text: OVERTAKE, values: [story, version, at] })
  await tx.query({ name: 'deliveries', text: DELIVERIES, values: [story, version, null] })
  await yieldToCopy(tx, released)
}

/** What was refused at the release goes out alone, once it was made and signed. */
async function keepSupplement(tx: Tx, region: Region, { product, ...body }: Body<'story.supplemented'>): Promise<void> {
  await writeRelease(tx, region, { ...body, products: [product] })
  await tx.query({ name: 'deliveries', text: DELIVERIES, values: [body.story, body.version, product.outlet] })
}

type Released = Pick<Body<'story.released'>, 'story' | 'version' | 'centre' | 'products' | 'correction' | 'at'>
async function writeRelease(tx: Tx, region: Region, { story, version, centre, products, correction, at }: Released): Promise<void> {
  const allowed = products.flatMap(({ outlet, hash }) => {
    const hold = holdOf(region, centre, outlet.slice(0, 6))
    return hold === undefined ? [] : [{ outlet, hash, due: new Date(Date.parse(at) + hold * 1000) }]
  })
  const values = [
    story,
    version,
    centre,
    at,
    allowed.map(({ outlet }) => outlet),
    allowed.map(({ hash }) => hash),
    allowed.map(({ due }) => due),
    correction ? JSON.stringify(correction) : null,
  ]
  await tx.query({ name: 'release', text: RELEASE, values })
}
const RELEASE = `insert into distribution.release (story, version, origin, at, outlet, hash, due, correction)
  select $1, $2, $3, $4, outlet, hash, due, $8::jsonb from unnest($5::text[], $6::text[], $7::timestamptz[]) as r(outlet, hash, due)
  where not exists (select from distribution.recall where story = $1) on conflict do nothing`

/**
 * From the release of a newer version on nothing of an older one is sent any more, at no outlet: what has not begun is stopped, what is under way is taken
 * back. What has arrived stays until the newer one has arrived there.
 */
const OVERTAKE = `update distribution.delivery set wanted = 'gone', why = 'superseded', since = $3, at = $3, tries = 0, failure = null, told = null, mark = mark - 'handled',
  state = case when state = 'waiting' then 'stopped' else 'withdrawing' end,
  due = case when state = 'waiting' or worker is not null then null else $3::timestamptz end
  where story = $1 and version < $2 and wanted = 'out' and state not in ('delivered', 'stopped')`

/** Seconds that a release waits at a centre: none at home; elsewhere by the standing authorisation of a named person, without which nothing goes out there. */
function holdOf(region: Region, from: string, at: string): number | undefined {
  if (from === at) return 0
  return region.standing.find((one) => one.centre === at && one.from === from)?.holdSeconds
}

/** Product and release meet: exactly the hash that was signed. Of an older version than one that was released nothing goes out any more. */
const DELIVERIES = `insert into distribution.delivery (id, subject_kind, subject_id, story, version, outlet, centre, origin, channel, product, hash, state, due, since, at, why)
  select p.product, 'product', p.product, p.story, p.version, p.outlet, p.centre, r.origin, p.channel, p.product, p.hash,
    case when newer then 'stopped' else 'waiting' end, case when newer then null else r.due end, r.at, r.at, case when newer then 'superseded' end
  from distribution.release r join distribution.product p using (story, version, outlet, hash)
  cross join lateral (select exists (select from distribution.release later where later.story = r.story and later.version > r.version) as newer) n
  where r.story = $1 and r.version = $2 and ($3::text is null or r.outlet = $3) and not exists (select from distribution.recall where story = $1)
    and not exists (select from distribution.part_recall c where c.story = r.story and c.outlet = r.outlet and c.version >= r.version)
    and not exists (select from distribution.copied c where c.story = r.story and c.centre = p.centre)
  on conflict do nothing`

async function keepRecall(tx: Tx, { story, centre, person, reason, cause, at }: Body<'story.recalled'>): Promise<void> {
  await tx.query({
    name: 'recall',
    text: 'insert into distribution.recall (story, centre, person, reason, cause, at) values ($1, $2, $3, $4, $5, $6) on conflict do nothing',
    values: [story, centre, person, reason, cause, at],
  })
  await forgetCopy(tx, story)
  await takeBack(tx, story, null, new Date(at))
}
