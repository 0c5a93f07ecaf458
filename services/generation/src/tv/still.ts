import type { ProductFile } from '@kitchen/api'
import { aiMark, lowerThird, printPicture, studioStill } from '../picture/card.ts'
import { crop } from '../picture/crop.ts'
import { leadImageOf } from '../picture/lead-image.ts'
import type { Preparation } from '../preparation.ts'
import { dayOf } from '../story/date.ts'

const size = { width: 1920, height: 1080 } as const

/** still.jpg: the lead image with a lower third, or the headline on a studio ground. The same for every station, made once. */
export const stillOf = (preparation: Preparation): Promise<ProductFile> =>
  preparation.once('still', async () => {
    const { sha256, bytes } = await preparation.blobs.putBytes(await draw(preparation))
    return { path: 'still.jpg', mediaType: 'image/jpeg', sha256, bytes }
  })

async function draw(preparation: Preparation): Promise<Buffer> {
  const { story, timeZone } = preparation
  const image = leadImageOf(preparation)
  if (!image) return printPicture(await studioStill(size, { kicker: story.kicker, headline: story.headline, foot: '' }))
  const [pixels, band, mark] = await Promise.all([
    crop(preparation, image.master, image.focus, size),
    lowerThird(size, story.headline, `${story.source}　${dayOf(story.at, timeZone)}`),
    image.aigc ? aiMark(size) : [],
  ])
  return printPicture(pixels, [...band, ...mark])
}
