import type { Run } from '../blocks.ts'
import { type Draft, type TableCell, type TableDraft, wordsOf } from './draft.ts'
import { joinRuns } from './ink.ts'
import { elementsIn, type HtmlElement, type HtmlNode, someElement, textIn } from './tree.ts'

/** A table of figures; undefined for one that only lays out a page (one column, tables or pictures inside), which is unwrapped. */
export function readTable(table: HtmlElement, read: (inside: readonly HtmlNode[]) => Draft[]): TableDraft | undefined {
  if (table.children.some((child) => someElement(child, ({ tag }) => tag === 'table' || tag === 'img'))) return undefined
  const rows = elementsIn(table, ({ tag }) => tag === 'tr')
    .map((row) => cellsOf(row, read))
    .filter((row) => row.length > 0)
  if (rows.length === 0 || rows.every((row) => row.length < 2)) return undefined
  const title = elementsIn(table, ({ tag }) => tag === 'caption')
    .map((one) => textIn(one).trim())
    .join(' ')
  return {
    kind: 'table',
    title,
    note: '',
    rows: withHead(
      rows,
      elementsIn(table, ({ tag }) => tag === 'thead'),
    ),
  }
}

function cellsOf(row: HtmlElement, read: (inside: readonly HtmlNode[]) => Draft[]): TableCell[] {
  return elementsIn(row, ({ tag }) => tag === 'td' || tag === 'th').map((cell) => ({
    runs: textOf(read(cell.children)),
    header: cell.tag === 'th',
    colspan: span(cell.attributes.colspan),
    rowspan: span(cell.attributes.rowspan),
  }))
}

/** The first row heads the table when the source says so or all of it is bold. */
function withHead(rows: readonly (readonly TableCell[])[], heads: readonly HtmlElement[]): readonly (readonly TableCell[])[] {
  const [first, ...rest] = rows
  const bold = first!.every(({ runs }) => wordsOf(runs) !== '' && runs.every(({ marks }) => marks.some(({ kind }) => kind === 'strong')))
  if (heads.length === 0 && !(bold && rest.length > 0)) return rows
  return [first!.map((cell) => ({ ...cell, header: true, runs: plain(cell.runs) })), ...rest]
}

const plain = (runs: readonly Run[]): Run[] =>
  joinRuns(runs.map((run) => ({ ...run, marks: run.marks.filter(({ kind }) => kind !== 'strong') })))

/** Everything in a cell as one text, its lines parted by breaks. */
const textOf = (drafts: readonly Draft[]): Run[] =>
  joinRuns(drafts.flatMap((draft, at) => ('runs' in draft ? [...(at > 0 ? [{ text: '\n', marks: [] }] : []), ...draft.runs] : [])))
const span = (value: string | undefined): number => Math.min(50, Math.max(1, Number.parseInt(value ?? '1', 10) || 1))
