import sharp from 'sharp'
import type { InkProfile } from './ink-profile.ts'

/** A picture of the story: the upright sRGB master as a local file, its words and where the eye goes (0..1). */
export type PrintPicture = {
  readonly asset: string
  readonly file: string
  readonly caption: string
  readonly credit: string
  readonly focus: { readonly x: number; readonly y: number } | null
  readonly width: number
  readonly height: number
}

const resolution = 200 // dots per inch: newsprint is screened at 85 to 100 lines
const inkLimit = 240

/**
 * The picture cropped about its focus to the shape of w × h points, in the press's inks, as JPEG without an embedded profile, never enlarged. No pixel
 * carries more than 240 % ink: what JPEG adds is undone by compressing less.
 */
export async function separate(picture: PrintPicture, w: number, h: number, profile: InkProfile): Promise<Buffer> {
  const crop = cropOf(picture, w / h)
  const across = Math.min(crop.width, Math.ceil((w / 72) * resolution))
  const image = sharp(picture.file)
    .extract(crop)
    .resize(across, Math.max(1, Math.round((across * h) / w)), { fit: 'fill', kernel: 'lanczos3' })
  const inks = image.withIccProfile(profile.file, { attach: false }).keepXmp() // a master's XMP holds its AI label and nothing else
  let jpeg = Buffer.alloc(0)
  for (const quality of [88, 95, 100]) {
    jpeg = await inks.clone().jpeg({ quality, chromaSubsampling: '4:4:4' }).toBuffer()
    if ((await mostInk(jpeg)) <= inkLimit) break
  }
  return jpeg
}

/** The greatest rectangle of that aspect, as near to the focus as the picture's edges allow. */
export function cropOf(
  { width, height, focus }: PrintPicture,
  aspect: number,
): { left: number; top: number; width: number; height: number } {
  const [w, h] = width / height > aspect ? [height * aspect, height] : [width, width / aspect]
  const at = (share: number, part: number, whole: number) => Math.round(Math.min(Math.max(share * whole - part / 2, 0), whole - part))
  const [across, down] = [Math.max(1, Math.floor(w)), Math.max(1, Math.floor(h))]
  return { left: at(focus?.x ?? 0.5, across, width), top: at(focus?.y ?? 0.42, down, height), width: across, height: down }
}

/** The greatest sum of inks of a pixel, in percent. */
export async function mostInk(jpeg: Buffer): Promise<number> {
  const inks = await sharp(jpeg).pipelineColourspace('cmyk').toColourspace('cmyk').raw().toBuffer() // both calls, else sharp answers RGB
  let most = 0
  for (let at = 0; at < inks.length; at += 4) most = Math.max(most, inks[at]! + inks[at + 1]! + inks[at + 2]! + inks[at + 3]!)
  return most / 2.55
}
