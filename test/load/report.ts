/**
 * One line of a benchmark. `anchor`: what the usual way reaches, `limit`: what nothing can beat, both measured in the same run and in
 * the unit of `ours`; null where there is none. `goal` is a sentence, `ok` whether it was reached.
 */
export type Row = {
  readonly row: string
  readonly unit: string
  readonly ours: number
  readonly anchor: number | null
  readonly limit: number | null
  readonly goal: string
  readonly ok: boolean
}

/** Prints a table for people; with `--json` also, as the last line, `{bench, rows}` with both ratios in every row. */
export function report(bench: string, rows: readonly Row[]): void {
  const whole = rows.map((row) => ({ ...row, ratioAnchor: ratio(row.ours, row.anchor), ratioLimit: ratio(row.ours, row.limit) }))
  console.log(`\n${bench}`)
  console.log(tableOf([heads, ...whole.map(cellsOf)]))
  if (process.argv.includes('--json')) console.log(JSON.stringify({ bench, rows: whole }))
}

const heads = ['', 'unit', 'ours', 'anchor', 'limit', '÷ anchor', '÷ limit', 'goal', '']
const cellsOf = (row: Row & { ratioAnchor: number | null; ratioLimit: number | null }) => [
  row.row,
  row.unit,
  figure(row.ours),
  figure(row.anchor),
  figure(row.limit),
  figure(row.ratioAnchor),
  figure(row.ratioLimit),
  row.goal,
  row.ok ? 'ok' : 'MISSED',
]

const ratio = (ours: number, other: number | null) => (other === null || other === 0 ? null : Number((ours / other).toPrecision(3)))

/** Three digits that count, thousands apart. */
const figure = (value: number | null) => (value === null ? '·' : Number(value.toPrecision(3)).toLocaleString('en'))

function tableOf(lines: readonly (readonly string[])[]): string {
  const widths = heads.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)))
  const isText = (column: number) => column < 2 || column > 6
  const padded = (cell: string, column: number) => (isText(column) ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))
  return lines.map((line) => line.map(padded).join('  ').trimEnd()).join('\n')
}
