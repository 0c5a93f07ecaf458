import type { Centre } from '@kitchen/model'
import { generateRssFeed } from 'feedsmith'
import { escaped, withOffset } from './html.ts'
import type { Page } from './shelf.ts'

/** RSS 2.0 of a centre's newest stories. */
export function feedXml(centre: Centre, origin: string, pages: readonly Page[]): string {
  const home = `${origin}/sites/${centre.id}/`
  return generateRssFeed({
    title: centre.masthead.zh,
    link: home,
    description: `${centre.fullName}最新稿件`,
    language: 'zh-CN',
    copyright: centre.fullName,
    ttl: 5,
    lastBuildDate: pages[0]?.at ?? new Date(0),
    atom: { links: [{ href: `${home}feed.xml`, rel: 'self', type: 'application/rss+xml' }] },
    items: pages.map((page) => ({
      title: page.headline,
      link: `${home}stories/${page.story}/`,
      guid: { value: `urn:uuid:${page.story}`, isPermaLink: false },
      description: page.summary,
      pubDate: page.published_at,
      categories: page.keywords.map((name) => ({ name })),
    })),
  })
}

/** News sitemap: stories of the last 48 hours, 1,000 at most (sitemap-news 0.9). */
export function sitemapXml(centre: Centre, origin: string, pages: readonly Page[]): string {
  const url = (page: Page) =>
    `<url><loc>${escaped(`${origin}/sites/${centre.id}/stories/${page.story}/`)}</loc><lastmod>${withOffset(page.at)}</lastmod><news:news><news:publication><news:name>${escaped(centre.masthead.zh)}</news:name><news:language>zh-cn</news:language></news:publication><news:publication_date>${withOffset(page.published_at)}</news:publication_date><news:title>${escaped(page.headline)}</news:title></news:news></url>\n`
  return `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">\n${pages.map(url).join('')}</urlset>\n`
}
