import { type AssetId, assetId } from '@kitchen/model'
import { Fragment, type Node } from 'prosemirror-model'

/** The four title fields as plain text, trimmed; an empty string where there is none. */
export type Titles = { readonly kicker: string; readonly headline: string; readonly deck: string; readonly byline: string }

export function titlesOf(document: Node): Titles {
  const [kicker, headline, deck, byline] = ['kicker', 'headline', 'deck', 'byline'].map((name) =>
    textOf(document.children.find((one) => one.type.name === name)),
  )
  return { kicker: kicker!, headline: headline!, deck: deck!, byline: byline! }
}

/** The main title (主题), possibly empty. */
export function headlineOf(document: Node): string {
  return titlesOf(document).headline
}

/** The document with another byline (署名). */
export function withByline(document: Node, byline: string): Node {
  const named = (one: Node) => (one.type.name === 'byline' ? one.copy(Fragment.from(one.type.schema.text(byline))) : one)
  return document.copy(Fragment.fromArray(document.children.map(named)))
}

/** All that a reader can read, a line each: titles, byline, blocks, table cells parted by tabs, captions and credits. */
export function plainText(document: Node): string {
  const titles = Object.values(titlesOf(document))
  return [...titles, ...bodyOf(document).map(wordsOf)].filter((line) => line !== '').join('\n')
}

/** The text of the body (正文) alone: no titles, no byline, no captions. */
export function bodyText(document: Node): string {
  return bodyOf(document)
    .filter((block) => !isFigure(block))
    .map(wordsOf)
    .filter((line) => line !== '')
    .join('\n')
}

/** The assets that the document's pictures and videos name, each once, in order. Names of files that are not uploaded yet (`file:…`) are left out. */
export function assetsOf(document: Node): AssetId[] {
  const named = bodyOf(document)
    .filter(isFigure)
    .map((block) => assetId.safeParse(block.attrs.asset))
  return [...new Set(named.filter((one) => one.success).map((one) => one.data))]
}

/** The blocks after the title fields. */
export function bodyOf(document: Node): readonly Node[] {
  return document.children.filter((block) => block.type.isInGroup('block'))
}

/** Text of one node, hard breaks as line ends, trimmed. */
export function textOf(node: Node | undefined): string {
  return node === undefined ? '' : node.textBetween(0, node.content.size, '\n').trim()
}

const isFigure = (block: Node) => block.type.name === 'picture' || block.type.name === 'video'

function wordsOf(block: Node): string {
  if (isFigure(block)) return joined([String(block.attrs.caption), String(block.attrs.credit)], ' ')
  if (block.type.name === 'table')
    return joined([
      String(block.attrs.title),
      ...block.children.map((row) => row.children.map(textOf).join('\t')),
      String(block.attrs.note),
    ])
  if (block.type.name === 'quotation') return joined([textOf(block), String(block.attrs.attribution)])
  return joined([String(block.attrs.title ?? ''), textOf(block)])
}
const joined = (parts: readonly string[], by = '\n') =>
  parts
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join(by)
