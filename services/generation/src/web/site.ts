import type { ProductFile } from '@kitchen/api'
import type { Centre, Sha256 } from '@kitchen/model'
import { mastheadMark, printPicture } from '../picture/card.ts'
import { cover, coverPixels, leadImageOf } from '../picture/lead-image.ts'
import { mediaUrl, type Preparation } from '../preparation.ts'
import type { Made, Order } from '../product.ts'
import { refuse } from '../refusals.ts'
import { localIso } from '../story/date.ts'
import type { Story } from '../story/story.ts'
import { bodyOf } from './body.ts'
import { storyPage } from './page.ts'

/** The page of a centre's site: `index.html`, and `meta.json` for its front page, feeds and site map. */
export async function makeSite({ preparation, centre }: Order): Promise<Made> {
  const [body, card] = await Promise.all([bodyOf(preparation), linkCard(preparation, centre)])
  refuseEmpty(preparation.story, body)
  const place = { centre, path: pathOf(preparation.story, centre), card: mediaUrl(card) }
  return {
    parts: [
      { path: 'index.html', mediaType: 'text/html; charset=utf-8', content: storyPage(preparation, body, place) },
      { path: 'meta.json', mediaType: 'application/json', content: JSON.stringify(metaOf(preparation, place), null, 1) },
    ],
    media: [...body.media, card.sha256],
    notes: body.notes,
  }
}

/** Where the page of a story stands below the public origin. */
export const pathOf = (story: Story, centre: Centre): string => `/sites/${centre.id}/stories/${story.id}/`

/** A page needs running text or something to look at. */
export function refuseEmpty(story: Story, { media }: { readonly media: readonly Sha256[] }): void {
  if (story.characters === 0 && media.length === 0) throw refuse('generation/nothing-to-show')
}

function metaOf({ story, timeZone }: Preparation, { path, card }: { path: string; card: string }): Record<string, unknown> {
  return {
    headline: story.headline,
    summary: story.summary,
    path,
    card,
    publishedAt: localIso(story.publishedAt, timeZone),
    ...(story.correction ? { updatedAt: localIso(story.at, timeZone) } : {}),
    keywords: story.keywords,
  }
}

const size = { width: 1200, height: 630 } as const

/** The picture of a link, 1200 × 630: the lead image (one for all centres), or a headline card with the centre's masthead. */
export async function linkCard(preparation: Preparation, centre: Centre): Promise<ProductFile> {
  const shared = leadImageOf(preparation) !== undefined
  return preparation.once(`link card ${shared ? '' : centre.id}`, async () => {
    const jpeg = shared
      ? await cover(preparation, size)
      : await printPicture(await coverPixels(preparation, size), await mastheadMark(size, centre.masthead))
    return { path: 'card.jpg', mediaType: 'image/jpeg', ...(await preparation.blobs.putBytes(jpeg)) }
  })
}
