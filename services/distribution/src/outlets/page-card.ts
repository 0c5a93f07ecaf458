import type { BlobStore } from '@kitchen/blob-store'
import { z } from 'zod'
import type { Parcel } from '../outlet.ts'

const text = z.string().catch('')
const picture = z
  .union([z.string(), z.object({ src: z.string() }).transform(({ src }) => src), z.object({ url: z.string() }).transform(({ url }) => url)])
  .nullable()
  .catch(null)
/** The words that a product gives to lists: `meta.json` of a web page, `article.json` of an app article. All but the headline may be missing. */
const words = z.object({
  headline: text,
  title: text,
  summary: text,
  card: picture,
  cover: picture,
  publishedAt: z.iso.datetime({ offset: true }).nullable().catch(null),
  keywords: z.array(z.string()).catch([]),
})

/** How a story looks in a list. `picture` is an address on the published origin. */
export type Card = {
  readonly headline: string
  readonly summary: string
  readonly picture: string | null
  readonly keywords: readonly string[]
  readonly publishedAt: Date
}

/** Reads the card out of a web or app product. */
export async function readCard(blobs: BlobStore, { channel, files, headline, madeAt }: Parcel): Promise<Card> {
  const file = files.find(({ path }) => path === (channel === 'web' ? 'meta.json' : 'article.json'))
  const found = words.parse(file ? JSON.parse((await blobs.bytes(file.sha256)).toString('utf8')) : {})
  const shown = found.card ?? found.cover
  return {
    headline: found.headline || found.title || headline,
    summary: found.summary,
    keywords: found.keywords,
    picture: shown?.startsWith('/media/') ? shown : null,
    publishedAt: found.publishedAt ? new Date(found.publishedAt) : madeAt,
  }
}
