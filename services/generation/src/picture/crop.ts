import type { Focus } from '@kitchen/document'
import type { Sha256 } from '@kitchen/model'
import sharp, { type Raw, type Region } from 'sharp'
import type { Preparation, Rendition } from '../preparation.ts'

export type Size = { readonly width: number; readonly height: number }
/** A picture as pixels, large enough for every crop, with the AI label of its file if it has one. */
export type Base = { readonly pixels: Buffer; readonly info: Raw; readonly xmp: string | null }

/** Where the eye is assumed in a news photograph that says nothing: the middle, a little above. */
const usualFocus: Focus = { x: 0.5, y: 0.42 }
const largest: Size = { width: 1920, height: 1080 }

/** A crop around the focus, decoded once per picture and made once per (picture, focus, size). Answers pixels ready to be drawn on. */
export async function crop(preparation: Preparation, master: Rendition, focus: Focus | null, size: Size): Promise<Base> {
  const base = await baseOf(preparation, master)
  const area = cropArea(base.info, size, focus ?? usualFocus)
  const key = `crop ${master.files[0]!.sha256} ${focus?.x} ${focus?.y} ${size.width}x${size.height}`
  return preparation.pictures(key, async () => {
    const { data, info } = await sharp(base.pixels, { raw: base.info })
      .extract(area)
      .resize(size.width, size.height, { fit: 'fill' })
      .raw()
      .toBuffer({ resolveWithObject: true })
    return { pixels: data, info: { width: info.width, height: info.height, channels: info.channels }, xmp: base.xmp }
  })
}

function baseOf(preparation: Preparation, master: Rendition): Promise<Base> {
  const sha256: Sha256 = master.files[0]!.sha256
  return preparation.pictures(`base ${sha256}`, async () => {
    const source = sharp(await preparation.blobs.local(sha256), { limitInputPixels: 80_000_000 })
    const [{ xmp }, { data, info }] = await Promise.all([
      source.metadata(),
      source
        .clone()
        .resize(largest.width, largest.height, { fit: 'outside' })
        .flatten({ background: '#ffffff' })
        .toColourspace('srgb')
        .removeAlpha()
        .raw()
        .toBuffer({ resolveWithObject: true }),
    ])
    return {
      pixels: data,
      info: { width: info.width, height: info.height, channels: info.channels },
      xmp: xmp ? xmp.toString('utf8') : null,
    }
  })
}

/** The largest area of that shape around the focus that lies inside the picture. */
export function cropArea(picture: Size, shape: Size, focus: Focus): Region {
  const scale = Math.min(picture.width / shape.width, picture.height / shape.height)
  const width = Math.min(picture.width, Math.round(shape.width * scale))
  const height = Math.min(picture.height, Math.round(shape.height * scale))
  const place = (at: number, room: number, length: number) => Math.round(Math.min(Math.max(at * room - length / 2, 0), room - length))
  return { left: place(focus.x, picture.width, width), top: place(focus.y, picture.height, height), width, height }
}
