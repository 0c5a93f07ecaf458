/** A picture as the planner sees it: width over height, ems of the words below it, pixels across. */
export type Shape = { readonly index: number; readonly aspect: number; readonly words: number; readonly pixels: number }
/** Pictures side by side at one height; their widths share the row by their shapes. */
export type Row = {
  readonly cells: readonly { readonly index: number; readonly width: number }[]
  readonly height: number
  readonly words: number
}
/** Rows one below the other. `height`: of the uncropped pictures together; `fixed`: of captions and gaps. Points. */
export type Rows = { readonly rows: readonly Row[]; readonly height: number; readonly fixed: number; readonly resolution: number }
export type RowMeasures = { readonly gap: number; readonly small: number; readonly narrowest: number }

/** Every way to stand the pictures, in order, in rows of up to four over the width; rows with a picture too narrow to show are left out. */
export function standingsOf(shapes: readonly Shape[], width: number, measures: RowMeasures): Rows[] {
  return compositions(shapes.length, 4)
    .map((counts) => rowsOf(shapes, counts, width, measures))
    .filter((rows) => rows !== undefined)
}

/** All ways to write n as an ordered sum of 1..most, in up to four parts. */
function compositions(n: number, most: number, parts = 4): number[][] {
  if (n === 0) return [[]]
  if (parts === 0) return []
  return Array.from({ length: Math.min(n, most) }, (_, at) => at + 1).flatMap((first) =>
    compositions(n - first, most, parts - 1).map((rest) => [first, ...rest]),
  )
}

function rowsOf(shapes: readonly Shape[], counts: readonly number[], width: number, measures: RowMeasures): Rows | undefined {
  const rows: Row[] = []
  let [from, resolution] = [0, Number.POSITIVE_INFINITY]
  for (const count of counts) {
    const some = shapes.slice(from, from + count)
    const row = rowOf(some, width, measures)
    if (row.cells.some((cell) => cell.width < measures.narrowest)) return undefined
    resolution = Math.min(resolution, ...some.map((one, at) => (one.pixels * 72) / row.cells[at]!.width))
    rows.push(row)
    from += count
  }
  const fixed = rows.reduce((sum, { words }) => sum + words, 0) + measures.gap * Math.max(0, rows.length - 1)
  return { rows, height: rows.reduce((sum, { height }) => sum + height, 0), fixed, resolution }
}

function rowOf(shapes: readonly Shape[], width: number, { gap, small }: RowMeasures): Row {
  const aspects = shapes.map(({ aspect }) => Math.min(2.4, Math.max(0.66, aspect)))
  const height = (width - gap * (shapes.length - 1)) / aspects.reduce((sum, aspect) => sum + aspect, 0)
  const cells = shapes.map(({ index }, at) => ({ index, width: height * aspects[at]! }))
  const lines = Math.max(...shapes.map(({ words }, at) => Math.ceil((words + 1) / (cells[at]!.width / small))))
  return { cells, height, words: small * (0.55 + lines * 1.42) }
}
