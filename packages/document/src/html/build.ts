import { Fragment, type Node } from 'prosemirror-model'
import type { Run } from '../blocks.ts'
import { schema } from '../schema.ts'
import { type Draft, type Item, type Line, lineOf, type Quote, type TableCell, type TableDraft, wordsOf } from './draft.ts'

/** Drafts to blocks of the schema. Ids are empty but for our own HTML; `withBlockIds` comes after. */
export function blocksFrom(drafts: readonly Draft[]): Node[] {
  return grouped(drafts).flatMap(nodesOf)
}

/** Runs as inline content. */
export function inlineOf(runs: readonly Run[]): Fragment {
  return Fragment.fromArray(
    runs.flatMap(({ text, marks }) => {
      const made = marks.map((mark) => schema.mark(mark.kind, mark.kind === 'link' ? { href: mark.href } : null))
      return text
        .split(/(\n)/)
        .filter((part) => part !== '')
        .map((part) => (part === '\n' ? schema.node('hardBreak', null, [], made) : schema.text(part, made)))
    }),
  )
}

type Group =
  | Exclude<Draft, Item | Quote>
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: Run[][] }
  | { readonly kind: 'quotes'; readonly lines: (readonly Run[])[] }

/** Items of one list, and lines of one quotation, come together. */
function grouped(drafts: readonly Draft[]): Group[] {
  const groups: Group[] = []
  let source: object | null = null
  for (const draft of drafts) {
    const last = groups.at(-1)
    const of = draft.kind === 'item' ? draft.list : draft.kind === 'quote' ? draft.quote : null
    if (draft.kind === 'item' && last?.kind === 'list' && of === source) addItem(last.items, draft)
    else if (draft.kind === 'quote' && last?.kind === 'quotes' && of === source) last.lines.push(draft.runs)
    else
      groups.push(
        draft.kind === 'item'
          ? { kind: 'list', ordered: draft.ordered, items: [[...draft.runs]] }
          : draft.kind === 'quote'
            ? { kind: 'quotes', lines: [draft.runs] }
            : draft,
      )
    source = of
  }
  return groups
}

function addItem(items: Run[][], { more, runs }: Item): void {
  if (more) items.at(-1)!.push({ text: '\n', marks: [] }, ...runs)
  else items.push([...runs])
}

function nodesOf(group: Group): Node[] {
  switch (group.kind) {
    case 'ready':
      return [schema.nodeFromJSON(group.json)]
    case 'line':
      return [lineNode(group)]
    case 'list':
      return [
        schema.node(
          group.ordered ? 'orderedList' : 'bulletList',
          null,
          group.items.map((runs) => schema.node('listItem', null, schema.node('itemText', null, inlineOf(runs)))),
        ),
      ]
    case 'quotes':
      return group.lines.length > maxQuotation
        ? group.lines.map((runs) => lineNode({ ...lineOf(''), runs }))
        : quotations(group.lines.map(wordsOf))
    case 'table':
      return [tableNode(group)]
    case 'figure':
      return [schema.node(group.block, { asset: `file:${group.file}`, caption: group.caption, credit: group.credit, alt: group.alt })]
    default:
      return group satisfies never
  }
}

/** Longer quotations are a house's way to frame its text. */
const maxQuotation = 3

function lineNode({ level, role, runs }: Line): Node {
  if (level > 0) return schema.node('subhead', null, plainText(wordsOf(runs)))
  return schema.node(role === 'lead' ? 'lead' : 'paragraph', null, inlineOf(runs))
}

/** A last line, or the end of one, of the form ——某某 says who speaks. */
function quotations(lines: readonly string[]): Node[] {
  const [, before, name] = /^([\s\S]*?)\s*[—－]{1,2}\s*([^—－。！？\n]{2,40})$/.exec(lines.join('\n')) ?? []
  const said = (before ?? lines.join('\n'))
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  if (said.length === 0) return [schema.node('quotation', null, plainText(lines.join(' ')))]
  return said.map((line, at) => schema.node('quotation', { attribution: at === said.length - 1 ? (name ?? '') : '' }, plainText(line)))
}

function tableNode({ title, note, rows }: TableDraft): Node {
  const cell = ({ runs, header, colspan, rowspan }: TableCell) =>
    schema.node(header ? 'tableHeader' : 'tableCell', { colspan, rowspan }, schema.node('cellText', null, inlineOf(runs)))
  return schema.node(
    'table',
    { title, note },
    rows.map((row) => schema.node('tableRow', null, row.map(cell))),
  )
}

const plainText = (text: string) => {
  const line = text.replace(/\s*\n\s*/g, ' ').trim()
  return line === '' ? [] : [schema.text(line)]
}
