import type { Node } from 'prosemirror-model'
import { bodyOf, textOf } from './text.ts'

export type RunMark = { readonly kind: 'strong' } | { readonly kind: 'em' } | { readonly kind: 'link'; readonly href: string }
/** Text with the same marks throughout; a hard break is '\n' inside it. */
export type Run = { readonly text: string; readonly marks: readonly RunMark[] }
/** A table cell; `header` when it heads a row or column. */
export type Cell = {
  readonly runs: readonly Run[]
  readonly text: string
  readonly header: boolean
  readonly colspan: number
  readonly rowspan: number
}
/** Where the eye goes in a picture, both in 0..1 from the top left. */
export type Focus = { readonly x: number; readonly y: number }

type Of<Kind extends string, Fields> = { readonly kind: Kind; readonly id: string } & Readonly<Fields>
type Inline = { runs: readonly Run[]; text: string }
type Boxed = { title: string; paragraphs: readonly (readonly Run[])[]; text: string }
export type Picture = Of<'picture', { asset: string; caption: string; credit: string; alt: string; focus: Focus | null }>
export type Video = Of<'video', { asset: string; caption: string; credit: string; alt: string }>
/** `head` is the first row when all its cells are headers, else empty; then it is not among `rows`. */
export type Table = Of<'table', { title: string; head: readonly Cell[]; rows: readonly (readonly Cell[])[]; note: string }>

/** One block of a story as every product maker reads it: plain data, no ProseMirror. */
export type Block =
  | Of<'lead', Inline>
  | Of<'paragraph', Inline>
  | Of<'subhead', { text: string }>
  | Of<'quotation', { text: string; attribution: string }>
  | Of<'list', { ordered: boolean; items: readonly (readonly Run[])[] }>
  | Table
  | Picture
  | Video
  | Of<'factBox', Boxed>
  | Of<'editorsNote', Boxed>
  | Of<'contact', Boxed>

/** The blocks after the titles, in order, as plain records. Empty text blocks are left out: no product shows them. */
export function blocksOf(document: Node): Block[] {
  return bodyOf(document)
    .filter(({ type }) => type.name !== 'hole')
    .map(blockOf)
    .filter((block) => !isEmpty(block))
}

/** The runs of a text block; neighbours with equal marks are one. */
export function runsOf(node: Node): Run[] {
  const runs: Run[] = []
  node.forEach((child) => {
    const run = { text: child.text ?? child.type.spec.leafText?.(child) ?? '', marks: child.marks.map(markOf) }
    if (run.text === '') return
    const last = runs.at(-1)
    if (last !== undefined && JSON.stringify(last.marks) === JSON.stringify(run.marks))
      runs[runs.length - 1] = { ...last, text: last.text + run.text }
    else runs.push(run)
  })
  return runs
}

function blockOf(node: Node): Block {
  const id = attr(node, 'id')
  const kind = node.type.name
  switch (kind) {
    case 'lead':
    case 'paragraph':
      return { kind, id, runs: runsOf(node), text: textOf(node) }
    case 'subhead':
      return { kind, id, text: textOf(node) }
    case 'quotation':
      return { kind, id, text: textOf(node), attribution: attr(node, 'attribution') }
    case 'bulletList':
    case 'orderedList':
      return { kind: 'list', id, ordered: kind === 'orderedList', items: node.children.map((item) => runsOf(item.child(0))) }
    case 'table':
      return tableOf(node)
    case 'picture':
      return { kind, id, ...figureOf(node), focus: focusOf(node.attrs.focus) }
    case 'video':
      return { kind, id, ...figureOf(node) }
    case 'factBox':
    case 'editorsNote':
    case 'contact':
      return { kind, id, title: attr(node, 'title'), paragraphs: node.children.map(runsOf), text: textOf(node) }
    default:
      throw new Error(`the schema has a block "${kind}" that blocksOf does not know`)
  }
}

function tableOf(node: Node): Block {
  const rows = node.children.map((row) => row.children.map(cellOf))
  const headed = rows[0]?.every((cell) => cell.header) ?? false
  return {
    kind: 'table',
    id: attr(node, 'id'),
    title: attr(node, 'title'),
    note: attr(node, 'note'),
    head: headed ? rows[0]! : [],
    rows: headed ? rows.slice(1) : rows,
  }
}

function cellOf(node: Node): Cell {
  const { colspan, rowspan } = node.attrs as { colspan: number; rowspan: number }
  return { runs: runsOf(node.child(0)), text: textOf(node), header: node.type.name === 'tableHeader', colspan, rowspan }
}

const figureOf = (node: Node) => ({
  asset: attr(node, 'asset'),
  caption: attr(node, 'caption'),
  credit: attr(node, 'credit'),
  alt: attr(node, 'alt'),
})
const attr = (node: Node, name: string): string => String(node.attrs[name] ?? '')

function focusOf(value: unknown): Focus | null {
  if (typeof value !== 'string') return null
  const [x, y] = value.split(' ').map(Number)
  return { x: x!, y: y! }
}

function markOf({ type, attrs }: Node['marks'][number]): RunMark {
  if (type.name === 'link') return { kind: 'link', href: String(attrs.href) }
  return { kind: type.name === 'em' ? 'em' : 'strong' }
}

const isEmpty = (block: Block): boolean => 'text' in block && block.text === '' && !('title' in block && block.title !== '')
