import type { Preparation } from '../preparation.ts'
import { authorsOf } from '../story/byline.ts'
import { localIso } from '../story/date.ts'
import type { Place } from './page.ts'

/** schema.org NewsArticle (https://schema.org/NewsArticle) of a story on one site. */
export function newsArticle({ story, publicOrigin, timeZone }: Preparation, { centre, path, card }: Place): Record<string, unknown> {
  const url = publicOrigin + path
  const organisation = {
    '@type': 'NewsMediaOrganization',
    name: centre.masthead.zh,
    legalName: centre.fullName,
    url: `${publicOrigin}/sites/${centre.id}/`,
  }
  const authors = authorsOf(story.byline).map((name) => ({ '@type': 'Person', name }))
  return {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    mainEntityOfPage: { '@type': 'WebPage', '@id': url },
    url,
    headline: story.headline,
    ...(story.deck ? { alternativeHeadline: story.deck } : {}),
    description: story.summary,
    image: [publicOrigin + card],
    datePublished: localIso(story.publishedAt, timeZone),
    dateModified: localIso(story.at, timeZone),
    ...(story.correction?.note ? { correction: { '@type': 'CorrectionComment', text: story.correction.note } } : {}),
    inLanguage: 'zh-CN',
    isAccessibleForFree: true,
    wordCount: story.characters,
    keywords: story.keywords,
    author: authors.length > 0 ? authors : [{ '@type': 'Organization', name: story.source }],
    editor: { '@type': 'Person', name: story.responsibleEditor },
    sourceOrganization: { '@type': 'Organization', name: story.source },
    publisher: organisation,
  }
}
