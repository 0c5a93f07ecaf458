import type { Focus } from '@kitchen/document'
import { type Preparation, type Rendition, renditionOf } from '../preparation.ts'
import { dayOf } from '../story/date.ts'
import { aiMark, type CardWords, headlineCard, printPicture } from './card.ts'
import { type Base, crop, type Size } from './crop.ts'

/** The picture that stands for a story: its first photograph, else the poster of its first video. */
export type LeadImage = { readonly master: Rendition; readonly focus: Focus | null; readonly aigc: boolean }

export function leadImageOf(preparation: Preparation): LeadImage | undefined {
  const { pictures, videos } = preparation.story
  const photo = pictures[0]
  const master = photo && renditionOf(preparation, photo.asset, 'master.jpg')
  if (photo && master) return { master, focus: photo.focus, aigc: preparation.assets.get(photo.asset)?.aigc ?? false }
  const video = videos[0]
  const poster = video && renditionOf(preparation, video.asset, 'poster.jpg')
  return video && poster && { master: poster, focus: null, aigc: preparation.assets.get(video.asset)?.aigc ?? false }
}

/** The lead image cropped to that size, or a card with the headline: pixels, made once per size. */
export async function coverPixels(preparation: Preparation, size: Size): Promise<Base> {
  const image = leadImageOf(preparation)
  if (image) return crop(preparation, image.master, image.focus, size)
  return preparation.once(`card ${size.width}x${size.height}`, () => headlineCard(size, wordsOf(preparation, size)))
}

/** The same as a JPEG of at most `most` bytes, with the mark of AI-made content where it applies. */
export function cover(preparation: Preparation, size: Size, most?: number): Promise<Buffer> {
  return preparation.once(`cover ${size.width}x${size.height} ${most}`, async () => {
    const marked = leadImageOf(preparation)?.aigc ? await aiMark(size) : []
    return printPicture(await coverPixels(preparation, size), marked, most)
  })
}

function wordsOf({ story, timeZone }: Preparation, { width, height }: Size): CardWords {
  return {
    kicker: story.kicker,
    headline: story.headline,
    foot: width > height * 1.5 ? `${story.source}　${dayOf(story.at, timeZone)}` : '',
  }
}
