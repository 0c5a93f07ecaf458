import { assetId } from '@kitchen/model'
import { schema } from '../schema.ts'
import type { Ready } from './draft.ts'
import type { HtmlElement, HtmlNode } from './tree.ts'
import { elementsIn } from './tree.ts'

type Json = {
  readonly type: string
  readonly attrs?: object
  readonly content?: readonly Json[]
  readonly text?: string
  readonly marks?: readonly object[]
}

/** A block or title field as `toHtml` writes it (they carry `data-id`, `data-field`, …), exactly as it was; undefined for any other HTML or a forged one. */
export function ownBlock(element: HtmlElement): Ready | undefined {
  const json = jsonOf(element)
  if (json === undefined) return undefined
  try {
    schema.nodeFromJSON(json).check()
    return { kind: 'ready', json }
  } catch {
    return undefined
  }
}

function jsonOf(element: HtmlElement): Json | undefined {
  const { attributes, children } = element
  if (attributes['data-field'] !== undefined) return { type: attributes['data-field'], content: inline(children) }
  for (const kind of ['picture', 'video'] as const)
    if (attributes[`data-${kind}`] !== undefined) return figure(kind, attributes[`data-${kind}`]!)
  const id = attributes['data-id']
  return id === undefined ? undefined : blockOf(element, id)
}

function blockOf(element: HtmlElement, id: string): Json | undefined {
  const { tag, attributes, children } = element
  const title = attributes['data-title'] ?? ''
  switch (tag) {
    case 'p':
      return { type: attributes['data-kind'] === 'lead' ? 'lead' : 'paragraph', attrs: { id }, content: inline(children) }
    case 'h3':
      return { type: 'subhead', attrs: { id }, content: inline(children) }
    case 'blockquote':
      return { type: 'quotation', attrs: { id, attribution: attributes['data-attribution'] ?? '' }, content: inline(children) }
    case 'ul':
    case 'ol':
      return {
        type: tag === 'ul' ? 'bulletList' : 'orderedList',
        attrs: { id },
        content: all(element, 'li').map((item) => ({ type: 'listItem', content: paragraphs(item, 'itemText') })),
      }
    case 'table':
      return { type: 'table', attrs: { id, title, note: attributes['data-note'] ?? '' }, content: all(element, 'tr').map(rowOf) }
    case 'aside':
      return { type: boxes[attributes['data-kind'] ?? ''] ?? 'factBox', attrs: { id, title }, content: paragraphs(element, 'factText') }
    default:
      return undefined
  }
}

const boxes: Readonly<Record<string, string>> = { fact: 'factBox', note: 'editorsNote', contact: 'contact' }
const all = (element: HtmlElement, tag: string) => elementsIn(element, (one) => one.tag === tag)
const paragraphs = (element: HtmlElement, type: string): Json[] =>
  all(element, 'p').map(({ children }) => ({ type, content: inline(children) }))
const rowOf = (row: HtmlElement): Json => ({
  type: 'tableRow',
  content: elementsIn(row, ({ tag }) => tag === 'td' || tag === 'th').map(cellOf),
})

function cellOf(cell: HtmlElement): Json {
  const span = (name: string) => Number(cell.attributes[name] ?? 1)
  return {
    type: cell.tag === 'th' ? 'tableHeader' : 'tableCell',
    attrs: { colspan: span('colspan'), rowspan: span('rowspan') },
    content: paragraphs(cell, 'cellText'),
  }
}

function figure(type: string, attributes: string): Json | undefined {
  try {
    const attrs: unknown = JSON.parse(attributes)
    return typeof attrs === 'object' && attrs !== null && 'asset' in attrs && namesAsset(attrs.asset) ? { type, attrs } : undefined
  } catch {
    return undefined
  }
}

/** An asset, a file beside the manuscript, or none yet. */
const namesAsset = (asset: unknown) =>
  asset === '' || assetId.safeParse(asset).success || /^file:[^/\\<>"\u0000-\u001f]{1,200}$/.test(String(asset))
const foreign = new Set(['script', 'style', 'noscript', 'template', 'iframe', 'object', 'svg', 'math', 'textarea', 'title', 'xmp'])

function inline(nodes: readonly HtmlNode[], marks: readonly object[] = []): Json[] {
  return nodes.flatMap((node): Json[] => {
    if (typeof node === 'string') return node === '' ? [] : [{ type: 'text', text: node, marks }]
    if (node.tag === 'br') return [{ type: 'hardBreak', marks }]
    if (node.tag === 'strong' || node.tag === 'em') return inline(node.children, [...marks, { type: node.tag }])
    if (node.tag === 'a') return inline(node.children, [...marks, { type: 'link', attrs: { href: node.attributes.href } }])
    return foreign.has(node.tag) ? [] : inline(node.children, marks)
  })
}
