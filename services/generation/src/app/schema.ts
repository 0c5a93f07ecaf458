import { channel, severity, storyId, versionNumber } from '@kitchen/model'
import { z } from 'zod'

const run = z.object({ text: z.string(), strong: z.literal(true).optional(), em: z.literal(true).optional(), href: z.string().optional() })
const source = z.object({ type: z.string(), url: z.string(), width: z.int().nullable() })
const credited = { id: z.string(), alt: z.string(), caption: z.string(), credit: z.string(), label: z.string() }
const cell = z.object({ runs: z.array(run), header: z.boolean(), colspan: z.int(), rowspan: z.int() })

/** One block of an article as the app lays it out. `label` holds the words that AI-made content must show. */
export const articleBlock = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('lead'), id: z.string(), runs: z.array(run) }),
  z.object({ kind: z.literal('paragraph'), id: z.string(), runs: z.array(run) }),
  z.object({ kind: z.literal('subhead'), id: z.string(), text: z.string() }),
  z.object({ kind: z.literal('quotation'), id: z.string(), text: z.string(), attribution: z.string() }),
  z.object({ kind: z.literal('list'), id: z.string(), ordered: z.boolean(), items: z.array(z.array(run)) }),
  z.object({
    kind: z.literal('table'),
    id: z.string(),
    title: z.string(),
    head: z.array(cell),
    rows: z.array(z.array(cell)),
    note: z.string(),
  }),
  z.object({ kind: z.literal('picture'), ...credited, width: z.int(), height: z.int(), sources: z.array(source).min(1) }),
  z.object({
    kind: z.literal('video'),
    ...credited,
    width: z.int().nullable(),
    height: z.int().nullable(),
    durationMs: z.int().nullable(),
    poster: z.string().nullable(),
    stream: z.string().nullable(),
    file: z.string().nullable(),
    vertical: z.string().nullable(),
  }),
  z.object({
    kind: z.literal('box'),
    id: z.string(),
    box: z.enum(['factBox', 'editorsNote', 'contact']),
    title: z.string(),
    paragraphs: z.array(z.array(run)),
  }),
])
export type ArticleBlock = z.infer<typeof articleBlock>

/** article.json: a story as the unified client fetches it. Media addresses are root-relative: `/media/<sha256>/<name>`. */
export const articleJson = z.object({
  schema: z.literal('kitchen.article/1'),
  story: storyId,
  version: versionNumber,
  centre: z.string(),
  channel,
  kicker: z.string(),
  headline: z.string(),
  deck: z.string(),
  byline: z.string(),
  authors: z.array(z.string()),
  source: z.string(),
  responsibleEditor: z.string(),
  publisher: z.string(),
  licence: z.string(),
  summary: z.string(),
  keywords: z.array(z.string()),
  characters: z.int(),
  readingSeconds: z.int(),
  publishedAt: z.iso.datetime({ offset: true }),
  /** Of a corrected article: when it was changed, how much that matters, and what readers are told (may be empty). */
  updatedAt: z.iso.datetime({ offset: true }).optional(),
  correction: z.object({ severity, note: z.string() }).optional(),
  card: z.string(),
  web: z.string(),
  blocks: z.array(articleBlock),
})

/** push.json: what a phone shows on its lock screen. */
export const pushJson = z.object({
  schema: z.literal('kitchen.push/1'),
  story: storyId,
  version: versionNumber,
  centre: z.string(),
  title: z.string(),
  body: z.string(),
  open: z.string(),
  picture: z.string(),
})
