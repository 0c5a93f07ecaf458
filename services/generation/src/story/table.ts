import type { Block } from '@kitchen/document'

type Table = Extract<Block, { kind: 'table' }>

/** Whether a cell holds a figure, which is set flush right with tabular digits. */
export const isFigure = (text: string): boolean => /^[+\-−±]?[\d,，.]+\s*[%％‰]?$/.test(text.trim())

/** Whether the column holds figures alone. The first one names the rows: a year in it is a name. */
export const isFigureColumn = (rows: Table['rows'], at: number): boolean =>
  at > 0 && rows.length > 0 && rows.every((row) => isFigure(row[at]?.text ?? ''))

/** A table whose first row is words over columns of figures has that row as its head, as tables of Word and of web pages mean it without saying so. */
export function withHead(table: Table): Table {
  const [first, ...rest] = table.rows
  const plain =
    (table.head.length === 0 && first?.every(({ text, colspan, rowspan }) => !isFigure(text) && colspan === 1 && rowspan === 1)) ?? false
  if (!plain || !first?.some((_, at) => isFigureColumn(rest, at))) return table
  return { ...table, head: first.map((cell) => ({ ...cell, header: true })), rows: rest }
}
