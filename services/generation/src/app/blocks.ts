import type { Block, Cell, Run } from '@kitchen/document'
import { mediaUrl, type Preparation, type Rendition } from '../preparation.ts'
import { addressOf } from '../story/address.ts'
import { creditOf } from '../story/credit.ts'
import type { Picture, Video } from '../story/story.ts'
import { ladder } from '../web/figure.ts'
import type { ArticleBlock } from './schema.ts'

/** The blocks of a story as article.json has them; figures that could not be rendered are left out. */
export const blocksIn = (preparation: Preparation): ArticleBlock[] =>
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
  const href = link ? addressOf(link.href) : null
  const has = (kind: string) => marks.some((one) => one.kind === kind)
  return {
    text,
    ...(has('strong') ? { strong: true as const } : {}),
    ...(has('em') ? { em: true as const } : {}),
    ...(href === null ? {} : { href }),
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
