import sharp from 'sharp'
import { type AiLabel, labelIn } from './ai-label.ts'
import { maxSide, maxVideoPixels, type Probed, packetsOf, probeFile } from './ffprobe.ts'
import { openHeif } from './heif.ts'
import { refuse } from './refusals.ts'
import { heic, type Kind, signatureOf } from './signature.ts'
import { uprightSize } from './video-source.ts'

/** Size in upright pixels, length in milliseconds, and the AI label found in the file. */
export type Facts = {
  readonly width: number | null
  readonly height: number | null
  readonly durationMs: number | null
  readonly aigc: AiLabel | null
}

export const maxPhotoPixels = 210_000_000
const readSeconds = 8

/**
 * Opens a local file and looks at it: pictures are decoded once (a truncated one is refused here, not on a page), videos and sounds are
 * read by ffprobe, locally only. Throws a Refusal (`media/…`) within 10 s for anything damaged, too large, empty or hostile.
 */
export async function probe(path: string, kind: Kind): Promise<Facts> {
  switch (kind) {
    case 'photo':
      return probePhoto(path)
    case 'video':
      return probeVideo(path)
    case 'audio':
      return probeAudio(path)
    default:
      return kind satisfies never
  }
}

async function probePhoto(path: string): Promise<Facts> {
  const { mediaType } = await signatureOf(path)
  if (mediaType === heic) return { ...(await openHeif(path, { seconds: readSeconds, look: true })), durationMs: null }
  const found = await sharp(path, { limitInputPixels: false }).metadata().catch(damaged)
  checkSize(found.width, found.height, maxPhotoPixels)
  if ((found.pages ?? 1) > 1 && found.format !== 'tiff') throw refuse('media/animated')
  await decodeOnce(path)
  const { width, height } = found.autoOrient
  const text = [found.xmp, found.exif, ...(found.comments ?? []).map(({ text: comment }) => comment)]
    .map((part) => part?.toString('utf8') ?? '')
    .join('\n')
  return { width, height, durationMs: null, aigc: labelIn(text) }
}

function checkSize(width: number, height: number, pixels: number): void {
  if (Math.max(width, height) > maxSide) throw refuse('media/too-wide', { width, height, limit: maxSide })
  if (width * height > pixels)
    throw refuse('media/too-many-pixels', { megapixels: Math.round((width * height) / 1e6), limit: Math.round(pixels / 1e6) })
}

/** Small, so that a JPEG is decoded at a fraction of its size, but to its end. */
async function decodeOnce(path: string): Promise<void> {
  const options = { failOn: 'truncated', limitInputPixels: maxPhotoPixels } as const
  await sharp(path, options)
    .resize(64, 64, { fit: 'inside' })
    .timeout({ seconds: readSeconds })
    .raw()
    .toBuffer()
    .catch((trouble: unknown) => {
      if (trouble instanceof Error && /timeout/i.test(trouble.message)) throw refuse('media/too-slow', { seconds: readSeconds })
      damaged(trouble)
    })
}

/** What a picture decoder throws, as a refusal. */
export function damaged(cause: unknown): never {
  throw Object.assign(refuse('media/damaged'), { cause })
}

async function probeVideo(path: string): Promise<Facts> {
  const { demuxer } = await signatureOf(path)
  if (demuxer === null) throw refuse('media/no-picture')
  const found = await probeFile(path, demuxer)
  if (found.durationMs <= 0) throw refuse('media/no-duration')
  if (found.video === null) throw refuse('media/no-picture')
  const { width = 0, height = 0 } = found.video
  if (width === 0 || height === 0) throw refuse('media/damaged')
  checkSize(width, height, maxVideoPixels)
  await checkEnd(path, demuxer, found.durationMs)
  return { ...uprightSize(found.video), durationMs: found.durationMs, aigc: labelOf(found) }
}

/** A file that broke off still tells its full length in its head: its last tenth must be there. */
async function checkEnd(path: string, demuxer: string, durationMs: number): Promise<void> {
  const seconds = durationMs / 1000
  const tail = await packetsOf(path, demuxer, `${(seconds * 0.9).toFixed(3)}%+${Math.ceil(seconds)}`) // builds of 5.2 read nothing of an open end
  const last = tail.reduce((latest, one) => Math.max(latest, one.seconds), 0)
  if (seconds > 2 && last < seconds * 0.8) throw refuse('media/damaged')
}

async function probeAudio(path: string): Promise<Facts> {
  const { demuxer } = await signatureOf(path)
  if (demuxer === null) throw refuse('media/no-sound')
  const found = await probeFile(path, demuxer)
  if (found.durationMs <= 0) throw refuse('media/no-duration')
  if (found.audio === null) throw refuse('media/no-sound')
  return { width: null, height: null, durationMs: found.durationMs, aigc: labelOf(found) }
}

/** Tags of the file and of its streams; their names differ in case between containers. */
export function labelOf({ tags, streams }: Pick<Probed, 'tags' | 'streams'>): AiLabel | null {
  const all = [tags, ...streams.map((one) => one.tags)].flatMap(Object.entries)
  const texts = all.filter(([name]) => /aigc/i.test(name) || /comment|description/i.test(name)).map(([, text]) => text)
  return labelIn(texts.join('\n'))
}
