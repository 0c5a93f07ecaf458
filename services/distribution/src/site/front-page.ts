import type { Centre } from '@kitchen/model'
import { frame } from './frame.ts'
import { beijing, escaped, withOffset } from './html.ts'
import type { Page } from './shelf.ts'

/** The front page of a centre: the newest story large, the others below it. */
export function frontPage(centre: Centre, pages: readonly Page[]): string {
  const [first, ...others] = pages
  const main = first
    ? `<h1 class="hidden">${escaped(centre.masthead.zh)}</h1>${lead(first)}<ul class="list">${others.map(item).join('')}</ul>`
    : nothingYet(centre)
  return frame({ centre, title: centre.masthead.zh, main })
}

/** What a search of the site has found. */
export function searchPage(centre: Centre, query: string, pages: readonly Page[]): string {
  const label = `<h1 class="label">${pages.length === 0 ? `没有找到“${escaped(query)}”` : `“${escaped(query)}”找到 ${pages.length} 篇`}</h1>`
  return frame({
    centre,
    title: `搜索：${query}`,
    main: `${label}<ul class="list">${pages.map(item).join('')}</ul>`,
    head: '<meta name="robots" content="noindex">',
  })
}

/** In place of a withdrawn story, with status 410. */
export const gonePage = (centre: Centre): string =>
  frame({
    centre,
    title: '此稿已撤',
    head: '<meta name="robots" content="noindex">',
    main: `<div class="empty"><h1>此稿已撤</h1><p>这篇稿件已由${escaped(centre.fullName)}撤回，不再提供阅读。<br>请勿继续转发或引用。</p><p lang="en">This story has been withdrawn by its publisher.</p><p><a href="/sites/${centre.id}/">返回${escaped(centre.masthead.zh)}首页</a></p></div>`,
  })

/** For an address at which there never was a story, with status 404. */
export const missingPage = (centre: Centre): string =>
  frame({
    centre,
    title: '没有这个页面',
    head: '<meta name="robots" content="noindex">',
    main: `<div class="empty"><h1>没有这个页面</h1><p>地址可能抄错了，或者稿件还没有发布。</p><p><a href="/sites/${centre.id}/">返回${escaped(centre.masthead.zh)}首页</a></p></div>`,
  })

const addressOf = ({ centre, story }: Page) => `/sites/${centre}/stories/${story}/`
const when = ({ published_at }: Page) => `<time datetime="${withOffset(published_at)}">${beijing(published_at)}</time>`
const picture = ({ card }: Page, eager: boolean) =>
  card ? `<img src="${escaped(card)}" alt="" width="1200" height="630"${eager ? '' : ' loading="lazy"'}>` : ''

const lead = (page: Page) =>
  `<article class="first${page.card ? '' : ' bare'}">${page.card ? `<a href="${addressOf(page)}" tabindex="-1" aria-hidden="true">${picture(page, true)}</a>` : ''}<div><h2><a href="${addressOf(page)}">${escaped(page.headline)}</a></h2><p>${escaped(page.summary)}</p>${when(page)}</div></article>`
const item = (page: Page) =>
  `<li class="item${page.card ? '' : ' bare'}">${page.card ? `<a href="${addressOf(page)}" tabindex="-1" aria-hidden="true">${picture(page, false)}</a>` : ''}<h2><a href="${addressOf(page)}">${escaped(page.headline)}</a></h2><p>${escaped(page.summary)}</p>${when(page)}</li>`
const nothingYet = (centre: Centre) => `<div class="empty"><h1>${escaped(centre.masthead.zh)}</h1><p>还没有发布稿件。</p></div>`
