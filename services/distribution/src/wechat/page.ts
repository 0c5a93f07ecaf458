import { createHash } from 'node:crypto'
import { detailOf } from '../attempt.ts'
import { refuse } from '../refusals.ts'

/** What readers see at an article's address. */
export type ArticleSight =
  | { readonly is: 'there'; readonly title: string; readonly text: string }
  | { readonly is: 'deleted' }
  | { readonly is: 'absent'; readonly detail: string }

const deletionSentences = ['该内容已被发布者删除', '此内容已被发布者删除', '该内容已被删除']

/** Looks at an article's page like a reader. */
export async function readArticle(url: string, signal: AbortSignal): Promise<ArticleSight> {
  const response = await fetch(url, { signal, redirect: 'error' }).catch((cause: unknown) => {
    throw refuse('distribution/unreachable', { detail: detailOf(cause) })
  })
  const html = await response.text()
  if (response.status === 404 || response.status === 410 || deletionSentences.some((sentence) => html.includes(sentence)))
    return { is: 'deleted' }
  if (!response.ok) return { is: 'absent', detail: `${response.status} ${url}` }
  const title = /<meta[^>]+property="og:title"[^>]+content="([^"]*)"/.exec(html)?.[1] ?? /<title>([^<]*)<\/title>/.exec(html)?.[1] ?? ''
  return { is: 'there', title: decode(title).trim(), text: textOf(html) }
}

/** The characters of a page without markup, white space and invisible signs: what can be compared after WeChat has rewritten the HTML. */
export const textOf = (html: string): string =>
  decode(
    html
      .replace(/<(script|style)\b[\s\S]*?<\/\1>/gi, '')
      .replace(/<!--[\s\S]*?-->/g, '')
      .replace(/<[^>]*>/g, ''),
  ).replace(/[\s\u200b-\u200f\ufeff\u00a0]+/g, '')

export const textHash = (text: string): string => createHash('sha256').update(text).digest('hex')

const named: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  ensp: ' ',
  emsp: ' ',
  ldquo: '“',
  rdquo: '”',
  lsquo: '‘',
  rsquo: '’',
  hellip: '…',
  mdash: '—',
  middot: '·',
}
const decode = (text: string): string =>
  text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,8});/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return named[name.toLowerCase()] ?? whole
    const point = name[1]?.toLowerCase() === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole
  })

/** Where articles of this WeChat lie. A pasted link must lie there: the server asks no address that a person merely typed. */
export type Articles = { readonly base: string; readonly moves: boolean }

/** The address to ask for an article. Those of the simulator keep their path when its port has changed. Refuses a foreign one. */
export function articleUrl({ base, moves }: Articles, url: string): string {
  const asked = URL.canParse(url) ? new URL(url) : undefined
  const home = new URL(base)
  if (!asked?.pathname.startsWith('/s') || (!moves && asked.origin !== home.origin))
    throw refuse('distribution/foreign-address', { base: `${base}/s` })
  return `${home.origin}${asked.pathname}${asked.search}`
}
