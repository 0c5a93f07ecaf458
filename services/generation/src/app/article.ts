import { readingSeconds } from '@kitchen/document'
import { type Centre, limits } from '@kitchen/model'
import type { z } from 'zod'
import { mediaUrl, type Preparation } from '../preparation.ts'
import type { Made, Order } from '../product.ts'
import { authorsOf } from '../story/byline.ts'
import { localIso } from '../story/date.ts'
import { cutAtSentence } from '../story/text.ts'
import { bodyOf } from '../web/body.ts'
import { linkCard, pathOf, refuseEmpty } from '../web/site.ts'
import { blocksIn } from './blocks.ts'
import { clientPage } from './page.ts'
import { articleJson, pushJson } from './schema.ts'

/** The article of the unified client: `article.json`, the text of a push, and the article as the client shows it. */
export async function makeArticle({ preparation, centre, outlet }: Order): Promise<Made> {
  const { story } = preparation
  const [body, card, blocks] = await Promise.all([
    bodyOf(preparation),
    linkCard(preparation, centre),
    preparation.once('app blocks', async () => blocksIn(preparation)),
  ])
  refuseEmpty(story, body)
  const article = articleJson.parse({ ...textOf(preparation, centre), card: mediaUrl(card), blocks })
  return {
    parts: [
      { path: 'article.json', mediaType: 'application/json', content: JSON.stringify(article, null, 1) },
      { path: 'push.json', mediaType: 'application/json', content: JSON.stringify(pushOf(preparation, centre, mediaUrl(card)), null, 1) },
      { path: 'index.html', mediaType: 'text/html; charset=utf-8', content: clientPage(preparation, body, centre, outlet) },
    ],
    media: [...body.media, ...verticals(preparation), card.sha256],
    notes: body.notes,
  }
}

function textOf({ story, timeZone }: Preparation, centre: Centre): Omit<z.input<typeof articleJson>, 'card' | 'blocks'> {
  const { id, version, kicker, headline, deck, byline, source, responsibleEditor, summary, keywords, characters } = story
  return {
    schema: 'kitchen.article/1',
    story: id,
    version,
    centre: centre.id,
    channel: 'app',
    kicker,
    headline,
    deck,
    byline,
    authors: authorsOf(byline),
    source,
    responsibleEditor,
    publisher: centre.masthead.zh,
    licence: centre.licence.web,
    summary,
    keywords: [...keywords],
    characters,
    readingSeconds: readingSeconds(characters, 450),
    publishedAt: localIso(story.publishedAt, timeZone),
    ...(story.correction ? { updatedAt: localIso(story.at, timeZone), correction: story.correction } : {}),
    web: pathOf(story, centre),
  }
}

/** Title and body fit the limits of a lock screen; the body ends with a whole sentence where it can. */
export function pushOf({ story }: Preparation, centre: Centre, picture: string): z.infer<typeof pushJson> {
  const body = story.summary || story.deck || story.headline
  return pushJson.parse({
    schema: 'kitchen.push/1',
    story: story.id,
    version: story.version,
    centre: centre.id,
    title: cutAtSentence(story.headline, limits.app.push.value),
    body: cutAtSentence(body, limits.app.pushBody.value),
    open: `/api/app/${centre.id}/stories/${story.id}`,
    picture,
  })
}

const verticals = ({ story, assets }: Preparation) =>
  story.videos.flatMap(
    ({ asset }) =>
      assets
        .get(asset)
        ?.renditions.get('vertical.mp4')
        ?.files.map(({ sha256 }) => sha256) ?? [],
  )
