import type { Bilingual } from '@kitchen/model'
import sharp, { type OverlayOptions, type Region, type Sharp } from 'sharp'
import type { Base, Size } from './crop.ts'
import { type Lettering, letter, letterFitting, letterLine } from './lettering.ts'

/** A JPEG of at most `most` bytes from drawn layers; the AI label of its picture stays in the file and is drawn into it. */
export async function printPicture(base: Base, layers: readonly OverlayOptions[] = [], most = Number.POSITIVE_INFINITY): Promise<Buffer> {
  for (const quality of [84, 74, 62, 48]) {
    const drawn = sharp(base.pixels, { raw: base.info }).composite([...layers])
    const jpeg = await (base.xmp ? drawn.withXmp(base.xmp) : drawn).jpeg({ quality, chromaSubsampling: '4:2:0' }).toBuffer()
    if (jpeg.length < most) return jpeg
  }
  throw new Error(`a picture of ${base.info.width} × ${base.info.height} can't be smaller than ${most} bytes`)
}

/** The mark of AI-made content in a picture: in the upper right corner, at least 5 % of the shortest side (GB 45438-2025). */
export async function aiMark({ width, height }: Size): Promise<OverlayOptions[]> {
  const size = Math.ceil(Math.min(width, height) * 0.052)
  const words = await letter(['AI生成'], { face: 'sans', weight: 'bold', size, colour: '#ffffff' })
  const pad = Math.round(size * 0.4)
  const plate = await plain({ width: words.width + 2 * pad, height: words.height + 2 * pad }, '#000000', 0.55)
  const at = { left: width - words.width - 2 * pad - size, top: size }
  return [
    { input: plate, ...at },
    { input: words.input, left: at.left + pad, top: at.top + pad },
  ]
}

/** One colour, `alpha` 0..1, as PNG. */
const plain = ({ width, height }: Size, background: string, alpha: number): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 4, background } })
    .ensureAlpha(alpha)
    .linear([1, 1, 1, alpha], [0, 0, 0, 0])
    .png({ compressionLevel: 0 })
    .toBuffer()

/** What a card of a story without a picture says. */
export type CardWords = { readonly kicker: string; readonly headline: string; readonly foot: string }

/** A card with the headline on paper, for links and covers. The masthead of the centre is drawn on it later, if at all. */
export async function headlineCard(size: Size, words: CardWords): Promise<Base> {
  const edge = Math.round(size.height * 0.1)
  const width = size.width - 2 * edge
  const small = Math.max(16, Math.round(size.height * 0.045))
  const headline = await letterFitting(words.headline, { face: 'serif', weight: 'bold', colour: '#1f1f1f' }, steps(size.height * 0.155), {
    width,
    height: size.height * 0.56,
  })
  const kicker = words.kicker
    ? await letterLine(words.kicker, { face: 'sans', weight: 'regular', size: small, colour: '#7a4a3c' }, width)
    : null
  const foot = words.foot
    ? await letterLine(words.foot, { face: 'sans', weight: 'regular', size: small, colour: '#6b6b6b' }, width * 0.6)
    : null
  const top = Math.round((size.height - headline.height) / 2 - edge * 0.15)
  const layers = [
    { input: headline.input, left: edge, top },
    ...(kicker ? [{ input: kicker.input, left: edge, top: Math.max(edge, top - kicker.height - Math.round(small * 1.2)) }] : []),
    ...(foot ? [{ input: foot.input, left: size.width - edge - foot.width, top: size.height - edge - foot.height }] : []),
  ]
  return pixelsOf(sharp(paper(size, edge)).composite(layers))
}

const steps = (from: number): number[] => [1, 0.86, 0.74, 0.62, 0.52, 0.42].map((part) => Math.round(from * part))
const paper = ({ width, height }: Size, edge: number): Buffer =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><defs><linearGradient id="p" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#fffdf9"/><stop offset="1" stop-color="#f3ece1"/></linearGradient></defs>
<rect width="100%" height="100%" fill="url(#p)"/><rect width="${Math.round(edge * 0.22)}" height="100%" fill="#c0392b"/></svg>`)

/** The masthead of a centre in the lower left corner of a card. */
export async function mastheadMark({ height }: Size, masthead: Bilingual): Promise<OverlayOptions[]> {
  const edge = Math.round(height * 0.1)
  const size = Math.round(height * 0.066)
  const words = await letter([masthead.zh], { face: 'serif', weight: 'bold', size, colour: '#c0392b' })
  return [{ input: words.input, left: edge, top: height - edge - words.height }]
}

/** The ground of a television still without a picture: deep blue, quiet, safe for a lower third. */
const studio = ({ width, height }: Size): Buffer =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><defs>
<linearGradient id="g" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#0d2b52"/><stop offset=".55" stop-color="#0a1f3d"/><stop offset="1" stop-color="#071428"/></linearGradient>
<radialGradient id="l" cx=".78" cy=".2" r=".8"><stop offset="0" stop-color="#3f7fc4" stop-opacity=".55"/><stop offset="1" stop-color="#3f7fc4" stop-opacity="0"/></radialGradient></defs>
<rect width="100%" height="100%" fill="url(#g)"/><rect width="100%" height="100%" fill="url(#l)"/>
<g fill="none" stroke="#8fc1ff" stroke-opacity=".10" stroke-width="2">${[0.18, 0.3, 0.42, 0.54, 0.66].map((part) => `<circle cx="${width * 0.82}" cy="${height * 0.24}" r="${width * part}"/>`).join('')}</g></svg>`)

/** Television still 1920 × 1080 of a text story: the headline large, within the safe area. */
export async function studioStill(size: Size, words: CardWords): Promise<Base> {
  const left = Math.round(size.width * 0.08)
  const width = Math.round(size.width * 0.78)
  const headline = await letterFitting(words.headline, { face: 'serif', weight: 'bold', colour: '#ffffff' }, steps(128), {
    width,
    height: size.height * 0.5,
  })
  const kicker = words.kicker
    ? await letterLine(words.kicker, { face: 'sans', weight: 'regular', size: 46, colour: '#bcd8f7' }, width)
    : null
  const top = Math.round((size.height - headline.height) / 2 - 30)
  const bar = await plain({ width: 12, height: headline.height }, '#e0533d', 1)
  return pixelsOf(
    sharp(studio(size)).composite([
      { input: bar, left, top },
      { input: headline.input, left: left + 48, top },
      ...(kicker ? [{ input: kicker.input, left: left + 48, top: top - kicker.height - 36 }] : []),
    ]),
  )
}

/** The band in the lower third of a still with a picture: headline and a smaller line. */
export async function lowerThird(size: Size, headline: string, line: string): Promise<OverlayOptions[]> {
  const left = Math.round(size.width * 0.06)
  const width = size.width - 2 * left
  const title = await letterFitting(headline, { face: 'sans', weight: 'bold', colour: '#ffffff' }, [64, 56, 48, 42], {
    width: width - 80,
    height: 108,
  })
  const small = line ? await letterLine(line, { face: 'sans', weight: 'regular', size: 36, colour: '#dbe9fa' }, width - 80) : null
  const height = title.height + (small ? small.height + 22 : 0) + 64
  const top = size.height - Math.round(size.height * 0.085) - height
  return band({ left, top, width, height }, title, small)
}

async function band(area: Region, title: Lettering, small: Lettering | null): Promise<OverlayOptions[]> {
  const plate = await plain(area, '#0a2347', 0.88)
  const accent = await plain({ width: 14, height: area.height }, '#e0533d', 1)
  return [
    { input: plate, left: area.left, top: area.top },
    { input: accent, left: area.left, top: area.top },
    { input: title.input, left: area.left + 48, top: area.top + 30 },
    ...(small ? [{ input: small.input, left: area.left + 48, top: area.top + 30 + title.height + 22 }] : []),
  ]
}

async function pixelsOf(drawn: Sharp): Promise<Base> {
  const { data, info } = await drawn.removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true })
  return { pixels: data, info: { width: info.width, height: info.height, channels: info.channels }, xmp: null }
}
