import type { ProductFile } from '@kitchen/api'
import { type Bilingual, limits } from '@kitchen/model'
import { notes } from '../notes.ts'
import { cover } from '../picture/lead-image.ts'
import type { Preparation } from '../preparation.ts'
import type { Made, Order, ProductPart } from '../product.ts'
import { refuse } from '../refusals.ts'
import { authorsOf } from '../story/byline.ts'
import { cutAtSentence } from '../story/text.ts'
import { pathOf, refuseEmpty } from '../web/site.ts'
import { type Attached, contentOf, runningOf } from './content.ts'
import { phonePage } from './phone-page.ts'

const limit = limits.wechat
const wide = { width: 900, height: 383 } as const
const square = { width: 500, height: 500 } as const

/** The draft of an official account's article, within every limit of draft/add: content, payload, covers, images, and the page as a phone shows it. */
export async function makeAccount({ preparation, centre, outlet }: Order): Promise<Made> {
  const { story } = preparation
  const running = await runningOf(preparation)
  refuseEmpty(story, { media: running.images.map(({ rendition }) => rendition.files[0]!.sha256) })
  refuseLongTitle(story.headline)
  const content = contentOf(preparation, running, centre)
  refuseLongContent(content)
  const author = authorOf(story.byline, story.source)
  const draft = {
    schema: 'kitchen.wechat-draft/1',
    title: story.headline,
    author: author.name,
    digest: cutAtSentence(story.summary || story.deck || story.headline, limit.digest.value),
    content: 'content.html',
    cover: 'cover.jpg',
    square: 'square.jpg',
    images: running.images.map(({ path }) => path),
    videos: running.videos.map(({ path }) => path),
    contentSourceUrl: `${preparation.publicOrigin}${pathOf(story, centre)}`,
    pic_crop_235_1: '0_0_1_1',
    pic_crop_1_1: '0_0_1_1',
  }
  return {
    parts: [
      { path: 'content.html', mediaType: 'text/html; charset=utf-8', content },
      { path: 'draft.json', mediaType: 'application/json', content: JSON.stringify(draft, null, 1) },
      { path: 'index.html', mediaType: 'text/html; charset=utf-8', content: phonePage(preparation, content, outlet, author.name) },
      ...(await covers(preparation)),
      ...running.images.map(partOf),
      ...running.videos.map(partOf),
    ],
    media: [],
    notes: [...running.notes, ...author.notes],
  }
}

/** WeChat shows a cut title nowhere: too long is for a person to mend. */
function refuseLongTitle(title: string): void {
  const [length, most] = [[...title].length, limit.title.value]
  if (length > most) throw refuse('generation/wechat-title-too-long', { length, most, over: length - most })
}

function refuseLongContent(content: string): void {
  const [length, most] = [content.length, limit.content.value]
  if (length >= most) throw refuse('generation/wechat-content-too-long', { length, most, over: length - most + 1 })
  const bytes = Buffer.byteLength(content)
  if (bytes >= limit.contentBytes.value) throw refuse('generation/wechat-content-too-large', { length: bytes })
}

/** The author field: the names of the byline as far as they go, else the source. */
export function authorOf(byline: string, source: string): { name: string; notes: readonly Bilingual[] } {
  const names = authorsOf(byline)
  const fitting = names.filter((_one, at) => [...names.slice(0, at + 1).join(' ')].length <= limit.author.value)
  const name = fitting.join(' ') || [...source].slice(0, limit.author.value).join('')
  return { name, notes: fitting.length < names.length ? [notes.authorCut] : [] }
}

const covers = (preparation: Preparation): Promise<ProductFile[]> =>
  preparation.once('wechat covers', () =>
    Promise.all([coverFile(preparation, 'cover.jpg', wide), coverFile(preparation, 'square.jpg', square)]),
  )

async function coverFile(preparation: Preparation, path: string, size: { width: number; height: number }): Promise<ProductFile> {
  const jpeg = await cover(preparation, size, limit.bodyImage.value)
  return { path, mediaType: 'image/jpeg', ...(await preparation.blobs.putBytes(jpeg)) }
}

const partOf = ({ path, rendition }: Attached): ProductPart => ({ ...rendition.files[0]!, path })
