import { type HtmlElement, someElement, styleOf, textIn } from './tree.ts'

const bullets = {}
const numbers = {}

/** A paragraph that Word means as an item of a list (it writes no `ul`): by its class or `mso-list`, ordered by the marker that it wrote in front. */
export function wordItem(node: HtmlElement): { readonly list: object; readonly ordered: boolean } | undefined {
  if (node.tag !== 'p' || !(/MsoListParagraph/i.test(node.attributes.class ?? '') || /^l\d/.test(styleOf(node, 'mso-list'))))
    return undefined
  if (!someElement(node, ignoredByWord) && styleOf(node, 'mso-list') === '') return undefined
  const ordered = /^[\s\u00a0]*[(（]?[\d一二三四五六七八九十a-z]+[.、)）．]/i.test(markerOf(node))
  return { list: ordered ? numbers : bullets, ordered }
}

/** The marker that Word writes as text in front of an item. */
export const ignoredByWord = (node: HtmlElement): boolean => styleOf(node, 'mso-list') === 'ignore'

function markerOf(node: HtmlElement): string {
  for (const child of node.children) {
    if (typeof child === 'string') continue
    const marker = ignoredByWord(child) ? textIn(child) : markerOf(child)
    if (marker !== '') return marker
  }
  return ''
}
