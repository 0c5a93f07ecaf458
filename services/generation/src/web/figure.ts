import type { Bilingual, Sha256 } from '@kitchen/model'
import { type Html, html } from '../html.ts'
import { notes } from '../notes.ts'
import { type Asset, mediaUrl, type Preparation, type Rendition } from '../preparation.ts'
import { creditOf } from '../story/credit.ts'
import type { Picture, Video } from '../story/story.ts'

/** A figure of a page with the blobs that it names. */
export type Figure = {
  readonly markup: Html
  readonly media: readonly Sha256[]
  readonly notes: readonly Bilingual[]
  readonly stream: boolean
}
type Format = 'avif' | 'webp' | 'jpg'

/** A picture at all widths that there are; undefined when none could be made. */
export function pictureFigure({ assets }: Preparation, picture: Picture, first: boolean): Figure | undefined {
  const asset = assets.get(picture.asset)
  const jpegs = ladder(asset, 'jpg')
  const largest = jpegs.at(-1)
  if (!asset || !largest) return undefined
  const all = [...ladder(asset, 'avif'), ...ladder(asset, 'webp'), ...jpegs]
  const loading = first ? html` fetchpriority="high"` : html` loading="lazy"`
  const img = html`<img src="${urlOf(middle(jpegs))}" srcset="${srcset(jpegs)}" sizes="${sizes}" width="${largest.width}" height="${largest.height}" alt="${picture.alt || picture.caption}"${loading} decoding="async">`
  const markup = html`<figure><picture>${source(asset, 'avif')}${source(asset, 'webp')}${img}</picture>${caption(picture, asset)}</figure>`
  return { markup, media: all.map(({ files }) => files[0]!.sha256), notes: asset.aigc ? [notes.aiLabel] : [], stream: false }
}

const sizes = '(min-width: 760px) 720px, 100vw'

/** A picture's renditions in one format, narrowest first. */
export function ladder(asset: Asset | undefined, format: Format): Rendition[] {
  const all = [...(asset?.renditions.values() ?? [])]
  const ofFormat = all.filter(({ recipe }) => recipe.startsWith('w') && /^w\d+\./.test(recipe) && recipe.endsWith(`.${format}`))
  return ofFormat.sort((a, b) => widthOf(a) - widthOf(b))
}

const widthOf = ({ recipe }: Rendition): number => Number.parseInt(recipe.slice(1), 10)
const urlOf = ({ files }: Rendition): string => mediaUrl(files[0]!)
const middle = (all: readonly Rendition[]): Rendition => all.find((one) => widthOf(one) >= 960) ?? all.at(-1)!
const srcset = (all: readonly Rendition[]): string => all.map((one) => `${urlOf(one)} ${widthOf(one)}w`).join(', ')

function source(asset: Asset, format: Format): Html | null {
  const all = ladder(asset, format)
  return all.length === 0 ? null : html`<source type="image/${format}" srcset="${srcset(all)}" sizes="${sizes}">`
}

/** A video that plays without a script (a stream where the browser can, else the 720p file); undefined when there is neither. */
export function videoFigure({ assets }: Preparation, video: Video): Figure | undefined {
  const asset = assets.get(video.asset)
  const [stream, file, poster] = ['hls', 'mp4-720.mp4', 'poster.jpg'].map((recipe) => asset?.renditions.get(recipe))
  const size = file ?? stream ?? poster
  if (!asset || !(stream || file)) return undefined
  const sources = html`${stream && html`<source src="${urlOf(stream)}" type="application/vnd.apple.mpegurl">`}${file && html`<source src="${urlOf(file)}" type="video/mp4">`}`
  const attributes = html`${poster && html` poster="${urlOf(poster)}"`}${size?.width && size.height ? html` width="${size.width}" height="${size.height}"` : null}${stream && html` data-stream="${urlOf(stream)}"`}`
  const fallback = file && html`<p><a href="${urlOf(file)}">下载视频</a></p>`
  const markup = html`<figure><video controls playsinline preload="none" aria-label="${video.alt || video.caption || '视频'}"${attributes}>${sources}${fallback}</video>${caption(video, asset)}</figure>`
  const media = [stream, file, poster].flatMap((one) => one?.files.map(({ sha256 }) => sha256) ?? [])
  return {
    markup,
    media,
    notes: [...(stream ? [] : [notes.hlsMissing]), ...(asset.aigc ? [notes.aiLabel] : [])],
    stream: stream !== undefined,
  }
}

function caption(figure: Picture | Video, asset: Asset): Html | null {
  const { caption: words, credit, label } = creditOf(figure, asset)
  if (!words && !credit && !label) return null
  return html`<figcaption>${words}${credit && html` <span class="credit">${credit}</span>`}${label && html` <span class="label">${label}</span>`}</figcaption>`
}
