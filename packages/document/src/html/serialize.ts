import type { DOMOutputSpec, Mark, Node } from 'prosemirror-model'
import { bodyOf } from '../text.ts'

/** The document as HTML in the schema's own tags, without a DOM. Reading it back gives the same document. */
export function toHtml(document: Node): string {
  return document.children.map(nodeHtml).join('')
}

/** The blocks alone: what an editor pastes. */
export function bodyHtml(document: Node): string {
  return bodyOf(document).map(nodeHtml).join('')
}

function nodeHtml(node: Node): string {
  if (node.isText) return node.marks.reduceRight((inside, mark) => specHtml(markSpec(mark), inside), escapeText(node.text ?? ''))
  return specHtml(node.type.spec.toDOM!(node), node.children.map(nodeHtml).join(''))
}

/** Every node and mark of the schema but text says how it is written. */
const markSpec = (mark: Mark): DOMOutputSpec => mark.type.spec.toDOM!(mark, true)

/** ['tag', {attributes}?, …children], a child 0 is the hole. */
function specHtml(spec: DOMOutputSpec, inside: string): string {
  if (typeof spec === 'string') return escapeText(spec)
  if (!Array.isArray(spec)) throw new Error('the schema describes its HTML as arrays')
  const [tag, ...rest] = spec as readonly [string, ...unknown[]]
  const attributes = isAttributes(rest[0]) ? rest[0] : {}
  const children = (isAttributes(rest[0]) ? rest.slice(1) : rest).map((child) =>
    child === 0 ? inside : specHtml(child as DOMOutputSpec, inside),
  )
  const opening = `<${tag}${Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escapeAttribute(String(value ?? ''))}"`)
    .join('')}>`
  return tag === 'br' ? opening : `${opening}${children.join('')}</${tag}>`
}

const isAttributes = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const escapeText = (text: string) =>
  text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/\u00a0/g, '&nbsp;')
const escapeAttribute = (text: string) => escapeText(text).replace(/"/g, '&quot;')
