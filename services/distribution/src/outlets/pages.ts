import { createHash } from 'node:crypto'
import type { BlobStore } from '@kitchen/blob-store'
import type { Database } from '@kitchen/database'
import { lookNow, type OutletAdapter, type Parcel, type Sight } from '../outlet.ts'
import { refuse } from '../refusals.ts'
import { readCard } from './page-card.ts'
import { outOfLists } from './page-gone.ts'

type PagesNeeds = { readonly database: Database; readonly blobs: BlobStore; readonly publicOrigin: string; readonly channel: 'web' | 'app' }

/**
 * The embedded site and the unified app: publishing is a row of live products that the published origin serves from. What counts is a request to
 * the published address itself, whose body must be the signed bytes; gone is a 410 there. A withdrawn story keeps its row: late products are refused.
 */
export function pagesOutlet({ database, blobs, publicOrigin, channel }: PagesNeeds): OutletAdapter {
  const addressOf = ({ centre, story }: Parcel) =>
    `${publicOrigin}${channel === 'web' ? `/sites/${centre}/stories/${story}/` : `/api/app/${centre}/stories/${story}`}`
  return {
    concurrency: 4,
    send: async (parcel) => {
      await publish(database, parcel, bodyOf(parcel), await readCard(blobs, parcel))
      return lookNow
    },
    probe: (parcel, with_) => look({ database, publicOrigin, channel, signal: with_.signal }, addressOf(parcel), parcel),
    withdraw: async (parcel) => {
      await withdraw(database, parcel)
      return lookNow
    },
  }
}

/** The file that readers get at the product's own address. */
function bodyOf({ channel, files }: Parcel) {
  const path = channel === 'web' ? 'index.html' : 'article.json'
  const found = files.find((file) => file.path === path)
  if (!found) throw refuse('distribution/unfit-product', { detail: path })
  return found
}

async function publish(
  database: Database,
  parcel: Parcel,
  entry: { sha256: string; bytes: number },
  card: Awaited<ReturnType<typeof readCard>>,
): Promise<void> {
  const { outlet, story, centre, channel, version, product, hash, media } = parcel
  const values = [
    outlet,
    story,
    centre,
    channel,
    version,
    product,
    hash,
    card.headline,
    card.summary,
    card.picture,
    card.keywords,
    card.publishedAt,
    entry.sha256,
    entry.bytes,
    media,
  ]
  const { rows } = await database.system.query<{ version: number; gone: boolean }>({ name: 'publish page', text: PUBLISH, values })
  const standing = rows[0]
  if (standing?.gone) throw refuse('distribution/withdrawn-already')
  if (standing && standing.version > version) throw refuse('distribution/passed')
}
/** One statement: the page, its place in the order of changes, its media. The last part tells what stands there when nothing was written. */
const PUBLISH = `with shelf as (insert into distribution.shelf as s values ($1, 1) on conflict (outlet) do update set sequence = s.sequence + 1 returning sequence),
page as (insert into distribution.page as p (outlet, story, centre, channel, version, product, hash, headline, summary, card, keywords, published_at, entry, bytes, sequence, at)
  select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, sequence, now() from shelf
  on conflict (outlet, story) do update set version = excluded.version, gone = false, product = excluded.product, hash = excluded.hash, headline = excluded.headline, summary = excluded.summary, card = excluded.card,
    keywords = excluded.keywords, published_at = excluded.published_at, entry = excluded.entry, bytes = excluded.bytes, sequence = excluded.sequence, at = excluded.at
  where p.version <= excluded.version and (not p.gone or p.version < excluded.version) returning version),
named as (insert into distribution.page_media select sha256, $1, $2, true from (select distinct unnest($15::text[]) as sha256) m, page on conflict (sha256, outlet, story) do update set live = true),
unnamed as (update distribution.page_media set live = false from page where outlet = $1 and story = $2 and live and sha256 <> all($15::text[]))
select version, gone from distribution.page where outlet = $1 and story = $2 and not exists (select from page)`

/** After a recall the address says so for good. A version that was replaced in place has nothing left to withdraw. */
async function withdraw(
  database: Database,
  { outlet, story, centre, channel, version, product, hash, headline, why }: Parcel,
): Promise<void> {
  if (why === 'superseded') return
  await database.system.query({
    name: 'withdraw page',
    text: WITHDRAW,
    values: [outlet, story, centre, channel, version, product, hash, headline],
  })
}
const WITHDRAW = `with shelf as (insert into distribution.shelf as s values ($1, 1) on conflict (outlet) do update set sequence = s.sequence + 1 returning sequence),
page as (insert into distribution.page as p (outlet, story, centre, channel, version, product, hash, headline, summary, keywords, published_at, bytes, gone, sequence, at)
  select $1, $2, $3, $4, $5, $6, $7, $8, '', '{}', now(), 0, true, sequence, now() from shelf
  on conflict (outlet, story) do update set gone = true, entry = null, version = excluded.version, sequence = excluded.sequence, at = excluded.at
  where p.version <= excluded.version and (not p.gone or p.version < excluded.version) returning 1)
update distribution.page_media set live = false from page where outlet = $1 and story = $2 and live`

async function look(asked: Parameters<typeof outOfLists>[0], url: string, parcel: Parcel): Promise<Sight> {
  const response = await fetch(url, { signal: asked.signal, redirect: 'error' })
  const body = Buffer.from(await response.arrayBuffer())
  const found = createHash('sha256').update(body).digest('hex')
  const wanted = bodyOf(parcel).sha256
  const receipt = { url, status: response.status, sha256: found, bytes: body.byteLength, seenAt: new Date().toISOString() }
  if (response.status === 200 && found === wanted) return { is: 'there', receipt, url }
  if (response.status === 410) {
    if (parcel.why === 'superseded') return { is: 'gone', receipt, remains: null }
    const lists = await outOfLists(asked, parcel)
    return 'still' in lists
      ? { is: 'absent', detail: `410 ${url}, ${lists.still}` }
      : { is: 'gone', receipt: { ...receipt, ...lists.proof }, remains: null }
  }
  if (parcel.why === 'superseded' && (response.status === 200 || response.status === 404))
    return { is: 'gone', receipt: { ...receipt, replaced: response.status === 200 }, remains: null } // replaced in place, or never there
  return { is: 'absent', detail: `${response.status} ${url}` }
}
