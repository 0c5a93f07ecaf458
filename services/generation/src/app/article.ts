import type { Block, Cell, Run } from '@kitchen/document'
import { readingSeconds } from '@kitchen/document'
import { type Centre, limits } from '@kitchen/model'
import type { z } from 'zod'
import { mediaUrl, type Preparation, type Rendition } from '../preparation.ts'
import type { Made, Order } from '../product.ts'
import { authorsOf } from '../story/byline.ts'
import { creditOf } from '../story/credit.ts'
import { localIso } from '../story/date.ts'
import type { Picture, Video } from '../story/story.ts'
import { cutAtSentence } from '../story/text.ts'
import { bodyOf } from '../web/body.ts'
import { ladder } from '../web/figure.ts'
import { linkCard, pathOf, refuseEmpty } from '../web/site.ts'
import { clientPage } from './page.ts'
import { type ArticleBlock, articleJson, pushJson } from './schema.ts'

/** The article of the unified client: `article.json`, the text of a push, and the article as the client shows it. */
export async function makeArticle({ preparation, centre, outlet }: Order): Promise<Made> {
  const { story } = preparation
  const [body, card, blocks] = await Promise.all([
    bodyOf(preparation),
    linkCard(preparation, centre),
    preparation.once('app blocks', async () => blocksIn(preparation)),
  ])
  refuseEmpty(story, body)
  const article = articleJson.parse({ ...textOf(preparation, centre), card: mediaUrl(card), blocks })
  return {
    parts: [
      { path: 'article.json', mediaType: 'application/json', content: JSON.stringify(article, null, 1) },
      { path: 'push.json', mediaType: 'application/json', content: JSON.stringify(pushOf(preparation, centre, mediaUrl(card)), null, 1) },
      { path: 'index.html', mediaType: 'text/html; charset=utf-8', content: clientPage(preparation, body, centre, outlet) },
    ],
    media: [...body.media, ...verticals(preparation), card.sha256],
    notes: body.notes,
  }
}

function textOf({ story, timeZone }: Preparation, centre: Centre): Omit<z.input<typeof articleJson>, 'card' | 'blocks'> {
  const { id, version, kicker, headline, deck, byline, source, responsibleEditor, summary, keywords, characters } = story
  return {
    schema: 'kitchen.article/1',
    story: id,
    version,
    centre: centre.id,
    channel: 'app',
    kicker,
    headline,
    deck,
    byline,
    authors: authorsOf(byline),
    source,
    responsibleEditor,
    publisher: centre.masthead.zh,
    licence: centre.licence.web,
    summary,
    keywords: [...keywords],
    characters,
    readingSeconds: readingSeconds(characters, 450),
    publishedAt: localIso(story.at, timeZone),
    web: pathOf(story, centre),
  }
}

/** Title and body fit the limits of a lock screen; the body ends with a whole sentence where it can. */
export function pushOf({ story }: Preparation, centre: Centre, picture: string): z.infer<typeof pushJson> {
  const body = story.summary || story.deck || story.headline
  return pushJson.parse({
    schema: 'kitchen.push/1',
    story: story.id,
    version: story.version,
    centre: centre.id,
    title: cutAtSentence(story.headline, limits.app.push.value),
    body: cutAtSentence(body, limits.app.pushBody.value),
    open: `/api/app/${centre.id}/stories/${story.id}`,
    picture,
  })
}

const blocksIn = (preparation: Preparation): ArticleBlock[] =>
  preparation.story.blocks.flatMap((block) => blockOf(preparation, block) ?? [])

function blockOf(preparation: Preparation, block: Block): ArticleBlock | null {
  const { id } = block
  switch (block.kind) {
    case 'lead':
    case 'paragraph':
      return { kind: block.kind, id, runs: block.runs.map(runOf) }
    case 'subhead':
      return { kind: 'subhead', id, text: block.text }
    case 'quotation':
      return { kind: 'quotation', id, text: block.text, attribution: block.attribution }
    case 'list':
      return { kind: 'list', id, ordered: block.ordered, items: block.items.map((item) => item.map(runOf)) }
    case 'table':
      return {
        kind: 'table',
        id,
        title: block.title,
        note: block.note,
        head: block.head.map(cellOf),
        rows: block.rows.map((row) => row.map(cellOf)),
      }
    case 'picture':
      return pictureOf(preparation, block as Picture)
    case 'video':
      return videoOf(preparation, block as Video)
    case 'factBox':
    case 'editorsNote':
    case 'contact':
      return { kind: 'box', id, box: block.kind, title: block.title, paragraphs: block.paragraphs.map((one) => one.map(runOf)) }
    default:
      return block satisfies never
  }
}

function runOf({ text, marks }: Run) {
  const link = marks.find((one) => one.kind === 'link')
  const has = (kind: string) => marks.some((one) => one.kind === kind)
  return {
    text,
    ...(has('strong') ? { strong: true as const } : {}),
    ...(has('em') ? { em: true as const } : {}),
    ...(link ? { href: link.href } : {}),
  }
}

const cellOf = ({ runs, header, colspan, rowspan }: Cell) => ({ runs: runs.map(runOf), header, colspan, rowspan })

function pictureOf({ assets }: Preparation, picture: Picture): ArticleBlock | null {
  const asset = assets.get(picture.asset)
  const sources = (['avif', 'webp', 'jpg'] as const).flatMap((format) =>
    ladder(asset, format).map((one) => ({ type: one.files[0]!.mediaType, url: urlOf(one), width: one.width })),
  )
  const largest = ladder(asset, 'jpg').at(-1)
  if (!largest?.width || !largest.height) return null
  return {
    kind: 'picture',
    id: picture.id,
    alt: picture.alt || picture.caption,
    ...creditOf(picture, asset),
    width: largest.width,
    height: largest.height,
    sources,
  }
}

function videoOf({ assets }: Preparation, video: Video): ArticleBlock | null {
  const asset = assets.get(video.asset)
  const address = (recipe: string) => {
    const found = asset?.renditions.get(recipe)
    return found ? urlOf(found) : null
  }
  const size = asset?.renditions.get('mp4-720.mp4') ?? asset?.renditions.get('hls')
  if (!size) return null
  const { width, height, durationMs } = size
  return {
    kind: 'video',
    id: video.id,
    alt: video.alt || video.caption,
    ...creditOf(video, asset),
    width,
    height,
    durationMs,
    poster: address('poster.jpg'),
    stream: address('hls'),
    file: address('mp4-720.mp4'),
    vertical: address('vertical.mp4'),
  }
}

const urlOf = ({ files }: Rendition): string => mediaUrl(files[0]!)
const verticals = ({ story, assets }: Preparation) =>
  story.videos.flatMap(
    ({ asset }) =>
      assets
        .get(asset)
        ?.renditions.get('vertical.mp4')
        ?.files.map(({ sha256 }) => sha256) ?? [],
  )
