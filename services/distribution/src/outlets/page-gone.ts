import type { Database } from '@kitchen/database'
import { z } from 'zod'
import type { Parcel, Receipt } from '../outlet.ts'

type Asked = { readonly publicOrigin: string; readonly database: Database; readonly channel: 'web' | 'app'; readonly signal: AbortSignal }
const changes = z.object({ stories: z.array(z.object({ story: z.string(), gone: z.boolean() })) })

/**
 * Whether a withdrawn story is out of all that leads readers to it: feed and sitemap of the site, or a tombstone in the list of the app; its media give
 * 410 unless something else that is live names them. Gives the proof, or where it still stands.
 */
export async function outOfLists(asked: Asked, parcel: Parcel): Promise<{ readonly proof: Receipt } | { readonly still: string }> {
  const lists = asked.channel === 'web' ? await outOfFeeds(asked, parcel) : await hasTombstone(asked, parcel)
  if ('still' in lists) return lists
  const media = await mediaGone(asked, parcel)
  return 'still' in media ? media : { proof: { ...lists.proof, ...media.proof } }
}

async function outOfFeeds({ publicOrigin, signal }: Asked, { centre, story }: Parcel) {
  const feeds = ['feed.xml', 'sitemap.xml']
  for (const feed of feeds) {
    const text = await (await fetch(`${publicOrigin}/sites/${centre}/${feed}`, { signal, redirect: 'error' })).text()
    if (text.includes(story)) return { still: feed }
  }
  return { proof: { outOf: feeds } }
}

/** The newest hundred changes: a tombstone that has sunk below them was seen by then. */
async function hasTombstone({ publicOrigin, signal }: Asked, { centre, story }: Parcel) {
  const answer = await fetch(`${publicOrigin}/api/app/${centre}/stories?limit=100`, { signal, redirect: 'error' })
  const found = changes.parse(await answer.json()).stories.find((one) => one.story === story)
  return found && !found.gone ? { still: 'stories' } : { proof: { tombstone: found !== undefined } }
}

const most = 50
async function mediaGone({ publicOrigin, database, signal }: Asked, { media, outlet, story }: Parcel) {
  const named = media.slice(0, most)
  if (named.length === 0) return { proof: {} }
  const { rows } = await database.system.query<{ sha256: string }>({
    name: 'media elsewhere',
    text: ELSEWHERE,
    values: [named, outlet, story],
  })
  const elsewhere = new Set(rows.map(({ sha256 }) => sha256))
  const own = named.filter((sha256) => !elsewhere.has(sha256))
  for (const sha256 of own) {
    const { ok } = await fetch(`${publicOrigin}/media/${sha256}/probe`, { method: 'HEAD', signal, redirect: 'error' })
    if (ok) return { still: `media ${sha256.slice(0, 8)}` }
  }
  return { proof: { mediaGone: own.length, mediaElsewhere: elsewhere.size } }
}
const ELSEWHERE = 'select distinct sha256 from distribution.page_media where sha256 = any($1) and live and (outlet, story) <> ($2, $3)'
