import type { RunMark } from '../blocks.ts'
import { safeAddress } from '../schema.ts'
import type { Notes } from './notes.ts'
import { type HtmlElement, styleOf, textIn } from './tree.ts'

const blocks = new Set(
  'address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html img li main nav ol p pre section summary table tbody td tfoot th thead tr ul'.split(
    ' ',
  ),
)
const silent = new Set(
  'script style head meta link title base noscript template xml option datalist area map param track source col colgroup'.split(' '),
)
const embedded: Readonly<Record<string, 'video' | 'page' | 'formula'>> = {
  video: 'video',
  audio: 'video',
  mpvoice: 'video',
  'mp-common-videosnap': 'video',
  iframe: 'page',
  object: 'page',
  embed: 'page',
  applet: 'page',
  frame: 'page',
  frameset: 'page',
  canvas: 'formula',
  svg: 'formula',
  math: 'formula',
  input: 'page',
  button: 'page',
  select: 'page',
  textarea: 'page',
}

export const isBlock = ({ tag }: HtmlElement): boolean => blocks.has(tag)

/** Elements of which nothing may come in; what a person could miss is noted. */
export function dropped(node: HtmlElement, notes: Notes): boolean {
  if (silent.has(node.tag) || (/^[ovwm]\d*:/.test(node.tag) && textIn(node).trim() === '')) return true
  const what = embedded[node.tag]
  if (what !== undefined && !(what === 'formula' && isOrnament(node)))
    notes.embedded(what === 'page' && /video|player|vplay/i.test(node.attributes.src ?? node.attributes['data-src'] ?? '') ? 'video' : what)
  return what !== undefined
}

/** WeChat editors draw lines and corners with small SVG pictures. */
const isOrnament = (node: HtmlElement): boolean => node.tag === 'svg' && textIn(node).trim() === ''

export const isHidden = (node: HtmlElement): boolean => styleOf(node, 'display') === 'none' || styleOf(node, 'mso-hide') === 'all'

/** 1-6 for a heading, else 0. */
export function headingLevel({ tag, attributes }: HtmlElement): number {
  if (/^h[1-6]$/.test(tag)) return Number(tag[1])
  return /\bMsoTitle\b/i.test(attributes.class ?? '') ? 1 : 0
}

/** The mark that an element means; false takes bold away again (Google's `<b style="font-weight: normal">`). */
export function markOf(node: HtmlElement): RunMark | { readonly kind: 'strong' | 'em'; readonly off: true } | undefined {
  const [weight, slant] = [styleOf(node, 'font-weight'), styleOf(node, 'font-style')]
  if (node.tag === 'a') return linkOf(node)
  if (weight === 'normal' || weight === '400') return { kind: 'strong', off: true }
  if (slant === 'normal' && /^(em|i|cite)$/.test(node.tag)) return { kind: 'em', off: true }
  if (/^(b|strong)$/.test(node.tag) || /^(bold|bolder|[6-9]00)$/.test(weight)) return { kind: 'strong' }
  return /^(em|i|cite)$/.test(node.tag) || slant === 'italic' ? { kind: 'em' } : undefined
}

/** Marks are kept in one order, each once, so that equal ones look equal. */
export function withMark(marks: readonly RunMark[], mark: ReturnType<typeof markOf>): readonly RunMark[] {
  if (mark === undefined) return marks
  const others = marks.filter(({ kind }) => kind !== mark.kind)
  return 'off' in mark ? others : [...others, mark].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
}

/** Font size in pixels, where the element says it in pt or px (or Word's old `<font size>`). */
export function sizeOf(node: HtmlElement): number | null {
  const [, number, unit] = /^([\d.]+)(pt|px)/.exec(styleOf(node, 'font-size')) ?? []
  if (number !== undefined) return Number(number) * (unit === 'pt' ? 4 / 3 : 1)
  return node.tag === 'font' && node.attributes.size !== undefined
    ? ([0, 10, 13, 16, 18, 24, 32, 48][Number(node.attributes.size)] ?? null)
    : null
}

const order = ['link', 'strong', 'em']

function linkOf({ attributes }: HtmlElement): RunMark | undefined {
  const href = (attributes.href ?? '').trim()
  return safeAddress.test(href) ? { kind: 'link', href } : undefined
}
