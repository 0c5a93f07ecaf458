import type { Centre } from '@kitchen/model'
import { css, type Html, html, jsonInHtml } from '../html.ts'
import type { Preparation } from '../preparation.ts'
import { localIso, minuteOf } from '../story/date.ts'
import type { Story } from '../story/story.ts'
import type { Body } from './body.ts'
import { newsArticle } from './news-article.ts'
import { pageSheet } from './sheet.ts'

/** What differs from centre to centre on a page. `card` is root-relative. */
export type Place = { readonly centre: Centre; readonly path: string; readonly card: string }

/** The whole page of a story on a centre's site. */
export function storyPage(preparation: Preparation, body: Body, place: Place): string {
  const { story } = preparation
  return html`<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${story.headline} - ${place.centre.masthead.zh}</title>
${head(preparation, place)}
<style>${css(pageSheet)}</style>
<script type="application/ld+json">${jsonInHtml(newsArticle(preparation, place))}</script>
</head>
<body>
<a class="skip" href="#story">跳到正文</a>
<header class="masthead"><div><a href="/sites/${place.centre.id}/">${place.centre.masthead.zh}</a><span>${place.centre.fullName}</span></div></header>
<main id="story">
${article(preparation, body)}
</main>
<footer class="foot"><div><p>${place.centre.fullName}</p><p>${place.centre.licence.web}</p></div></footer>
${body.hasStream && streamScript}</body>
</html>
`.markup
}

/** Titles, meta line, running part and the closing lines: the same on the site and in the app. */
export function article({ story, timeZone }: Preparation, body: Body): Html {
  return html`<article>
<header>
${story.kicker && html`<p class="kicker">${story.kicker}</p>\n`}<h1>${story.headline}</h1>
${story.deck && html`<p class="deck">${story.deck}</p>\n`}<p class="meta"><span>来源：${story.source}</span><time datetime="${localIso(story.publishedAt, timeZone)}">${minuteOf(story.publishedAt, timeZone)}</time>${updated(story, timeZone)}${story.byline && html`<span>${story.byline}</span>`}</p>
</header>
${correctionNote(story)}<div class="body">
${body.markup}</div>
<div class="end"><p>责任编辑：${story.responsibleEditor}</p></div>
</article>`
}

/** When what is out was changed. */
const updated = ({ at, correction }: Story, timeZone: string) =>
  correction && html`<span>更新：<time datetime="${localIso(at, timeZone)}">${minuteOf(at, timeZone)}</time></span>`

/** Readers are told of an error, and of what else somebody wrote for them. */
const correctionNote = ({ correction }: Story) =>
  correction?.note &&
  html`<aside class="correction"><p><strong>${correction.severity === 'error' ? '更正' : '说明'}</strong>${correction.note}</p></aside>\n`

function head({ story, publicOrigin, timeZone }: Preparation, { centre, path, card }: Place): Html {
  const url = publicOrigin + path
  const property = (name: string, content: string) => html`<meta property="${name}" content="${content}">\n`
  return html`<meta name="description" content="${story.summary}">
<meta name="keywords" content="${story.keywords.join(',')}">
<meta name="source" content="${story.source}">
<meta name="author" content="${story.byline || story.source}">
<link rel="canonical" href="${url}">
<link rel="alternate" type="application/rss+xml" title="${centre.masthead.zh}" href="/sites/${centre.id}/feed.xml">
<meta name="theme-color" content="#c0392b">
<meta name="twitter:card" content="summary_large_image">
${property('og:type', 'article')}${property('og:site_name', centre.masthead.zh)}${property('og:locale', 'zh_CN')}${property('og:title', story.headline)}${property('og:description', story.summary)}${property('og:url', url)}${property('og:image', publicOrigin + card)}${property('og:image:width', '1200')}${property('og:image:height', '630')}${property('og:image:alt', story.headline)}${property('article:published_time', localIso(story.publishedAt, timeZone))}${story.correction && property('article:modified_time', localIso(story.at, timeZone))}`
}

/** Both from the page's own origin: hls.js, and what starts it where the browser can't play the stream by itself. Without them the page's sources play. */
const streamScript = html`<script src="/assets/hls.min.js" defer></script>
<script src="/assets/video.js" defer></script>
`
