import type { Titles } from '@kitchen/document'
import type { Item } from './copy.ts'
import { type Measured, pour } from './flow.ts'
import { type Head, setTitles } from './headline.ts'
import { type RowMeasures, type Rows, type Shape, standings } from './picture-rows.ts'
import { millimetres, points, roomOf, type Sheet } from './sheets.ts'

/** What there is to place on a page. Lines of the items are known for each measure (characters a line), heights of boxes for each width, both in ems. */
export type Matter = {
  readonly titles: Titles
  readonly headline: number
  readonly items: readonly Item[]
  readonly linesAt: ReadonlyMap<number, readonly number[]>
  readonly boxes: readonly { readonly index: number; readonly ems: number; readonly heightAt: (ems: number) => number }[]
  readonly shapes: readonly Shape[]
}

type Place = { readonly x: number; readonly y: number }
/** A page as it is drawn: points from the trimmed corner, but `trim`, `margin`, `band` and `bleed` in millimetres. */
export type PagePlan = {
  readonly sheet: string
  readonly trim: readonly [number, number]
  readonly bleed: number
  readonly margin: number
  readonly band: number
  readonly foot: number
  readonly size: number
  readonly small: number
  readonly pitch: number
  readonly measure: number
  readonly frame: (Place & { readonly w: number; readonly h: number }) | null
  readonly head: Place & Omit<Head, 'height'> & { readonly w: number; readonly h: number; readonly centre: boolean; readonly ink: string }
  readonly rows: readonly (Place & {
    readonly w: number
    readonly h: number
    readonly gap: number
    readonly cells: readonly { readonly index: number; readonly w: number }[]
  })[]
  readonly boxes: readonly (Place & { readonly w: number; readonly index: number })[]
  readonly frames: readonly (Place & { readonly n: number })[]
  readonly rules: readonly (Place & { readonly h: number })[]
}
/** A plan with what it costs in looks (0 is perfect) and the lines that it could not take. */
export type Planned = { readonly page: PagePlan; readonly cost: number; readonly over: number }

/** Measures that any grid of these sheets may ask for, in characters a line. */
export const measuresOf = (sheets: readonly Sheet[]): number[] =>
  [...new Set(sheets.flatMap(gridsOf).map(({ k }) => k))].sort((a, b) => a - b)
/** Widths of boxes that may be asked for, in ems. */
export const widthsOf = (sheets: readonly Sheet[]): number[] => [
  ...new Set(sheets.flatMap(gridsOf).flatMap(({ k, columns }) => spansOf(columns).map((span) => span * k + (span - 1) * gapEms))),
]

/** The best page for the matter over all the sheets; undefined when none takes it whole. */
export function planPage(matter: Matter, sheets: readonly Sheet[]): Planned | undefined {
  let best: Planned | undefined
  for (const sheet of sheets)
    for (const grid of gridsOf(sheet))
      for (const plan of plansOn(grid, matter)) if (plan.over === 0 && (!best || plan.cost < best.cost)) best = plan
  return best
}

const gapEms = 1.6
const spansOf = (columns: number): number[] => [1, 2, 3].filter((span) => span <= columns)

/** Columns of k whole characters: the size of the type follows, so the grid is exact. `lines` fill the room to the last. */
type Grid = { sheet: Sheet; room: ReturnType<typeof roomOf>; columns: number; k: number; size: number; pitch: number; lines: number }

function gridsOf(sheet: Sheet): Grid[] {
  const full = roomOf(sheet)
  const inset = sheet.boxed ? points(3.4) : 0
  const room = { x: full.x + inset, y: full.y + inset, width: full.width - 2 * inset, height: full.height - 2 * inset }
  const grids: Grid[] = []
  for (const columns of sheet.columns)
    for (let k = 9; k <= 34; k++) {
      const size = room.width / (columns * k + (columns - 1) * gapEms)
      if (size < sheet.body.least || size > sheet.body.most || (columns > 1 && k > 24)) continue
      const lines = Math.floor((room.height - size) / (size * 1.56)) + 1
      grids.push({ sheet, room, columns, k, size, lines, pitch: (room.height - size) / (lines - 1) })
    }
  return grids
}

/** Where the pictures go: over so many columns below the headline, over the full width above it, or one row above and the rest at the foot. */
type Arrangement =
  | { readonly kind: 'none' }
  | { readonly kind: 'block'; readonly from: number; readonly span: number }
  | { readonly kind: 'above' }
  | { readonly kind: 'bands' }

function arrangementsOf({ columns }: Grid, { shapes, boxes }: Matter): Arrangement[] {
  if (shapes.length === 0) return [{ kind: 'none' }]
  const blocks: Arrangement[] = []
  for (let span = Math.max(1, Math.floor(columns / 3)); span <= columns; span++)
    for (const from of new Set([columns - span, columns - span >= 2 ? 1 : columns - span])) blocks.push({ kind: 'block', from, span })
  return [...blocks, { kind: 'above' }, ...(shapes.length > 1 && boxes.length === 0 ? [{ kind: 'bands' } as const] : [])]
}

function* plansOn(grid: Grid, matter: Matter): Generator<Planned> {
  const measured = matter.items.map((item, at): Measured => ({ kind: item.kind, lines: matter.linesAt.get(grid.k)![at]! }))
  const total = measured.reduce((sum, { lines }) => sum + lines, 0)
  if (total > grid.columns * grid.lines) return
  const boxes = placeBoxes(grid, matter)
  if (!boxes) return
  for (const arrangement of arrangementsOf(grid, matter)) {
    if (arrangement.kind === 'none') yield* withoutPictures(grid, matter, measured, boxes)
    else yield* withPictures(grid, matter, measured, boxes, arrangement)
  }
}

type Boxes = { readonly placed: readonly { index: number; column: number; span: number; from: number }[]; readonly used: readonly number[] }

/** Boxes stand at the foot, from the right, each over as few columns as it needs, stacked when the columns run out. */
function placeBoxes(grid: Grid, { boxes }: Matter): Boxes | undefined {
  const used = new Array<number>(grid.columns).fill(0)
  const placed: Boxes['placed'][number][] = []
  for (const box of boxes) {
    const span = spansOf(grid.columns).find((one) => one * grid.k + (one - 1) * gapEms >= box.ems) ?? Math.min(3, grid.columns)
    const lines = Math.ceil((box.heightAt(span * grid.k + (span - 1) * gapEms) * grid.size + grid.pitch * 0.8) / grid.pitch)
    let column = grid.columns - span
    for (let at = column; at >= 0; at--) if (depth(used, at, span) < depth(used, column, span)) column = at
    const below = depth(used, column, span)
    if (below + lines > grid.lines * 0.75) return undefined
    for (let at = column; at < column + span; at++) used[at] = below + lines
    placed.push({ index: box.index, column, span, from: grid.lines - below - lines })
  }
  return { placed, used }
}
const depth = (used: readonly number[], from: number, span: number): number => Math.max(...used.slice(from, from + span))

/** No pictures: the headline takes what the levelled columns leave. */
function* withoutPictures(grid: Grid, matter: Matter, measured: readonly Measured[], boxes: Boxes): Generator<Planned> {
  const framesAt = (head: number) => framesOf(grid, boxes, () => head)
  const head = greatest(
    1,
    grid.lines - 1,
    (lines) =>
      pour(
        measured,
        framesAt(lines).map(({ n }) => n),
      ).over === 0,
  )
  if (head === undefined) return
  for (const titles of headsOf(grid, matter, head))
    yield finish({
      grid,
      matter,
      measured,
      boxes,
      titles,
      head: { from: 0, lines: head },
      frames: framesAt(head),
      rows: [],
      squeeze: 1,
      resolution: Number.POSITIVE_INFINITY,
    })
}

/** The greatest headline that the lines hold; empty when not even the least one fits. */
function headsOf(grid: Grid, { titles, headline }: Matter, lines: number): Head[] {
  const { least, most } = grid.sheet.headline
  for (let size = most * headline; size >= least * headline * 0.999; size *= 0.96) {
    const set = setTitles(titles, grid.room.width, size, grid.size, mostLines(grid))
    if (set && set.height + 0.7 * grid.pitch <= lines * grid.pitch) return [set]
  }
  return []
}
const mostLines = ({ sheet }: Grid): number => (sheet.columns[0]! <= 2 ? 3 : 2)

/** Pictures: the headline keeps its size, the pictures take what the text leaves. */
function* withPictures(
  grid: Grid,
  matter: Matter,
  measured: readonly Measured[],
  boxes: Boxes,
  arrangement: Exclude<Arrangement, { kind: 'none' }>,
): Generator<Planned> {
  const gap = grid.size * gapEms
  const [column, span] = arrangement.kind === 'block' ? [arrangement.from, arrangement.span] : [0, grid.columns]
  const width = span * grid.k * grid.size + (span - 1) * gap
  const measures: RowMeasures = { gap: gap * 0.6, small: smallOf(grid), narrowest: Math.min(width, points(38)) }
  for (const scale of [0.85, 1, 1.18]) {
    const titles = setTitles(matter.titles, grid.room.width, grid.sheet.headline.best * matter.headline * scale, grid.size, mostLines(grid))
    if (!titles) continue
    const head = Math.ceil((titles.height + 0.8 * grid.pitch) / grid.pitch)
    const framesAt = (lines: number) => framesOf(grid, boxes, (at) => head + (at >= column && at < column + span ? lines : 0))
    const lines = greatest(
      4,
      grid.lines - head,
      (n) =>
        pour(
          measured,
          framesAt(n).map((frame) => frame.n),
        ).over === 0,
    )
    if (lines === undefined) continue
    const stood = bestStanding(
      standings(matter.shapes, width, measures),
      lines * grid.pitch - grid.pitch * (arrangement.kind === 'bands' ? 1.7 : 0.85),
    )
    if (!stood) continue
    yield finish({
      grid,
      matter,
      measured,
      boxes,
      titles,
      ...compose(grid, arrangement, { head, lines, column, width, gap: measures.gap, stood }),
      frames: framesAt(lines),
      squeeze: stood.squeeze,
      resolution: stood.rows.resolution,
    })
  }
}
const smallOf = ({ size }: Grid): number => Math.max(7.2, size * 0.8)

type Stood = { readonly rows: Rows; readonly squeeze: number }
/** The standing that needs the least cropping to be `height` points high; a lone picture first is worth a little. */
function bestStanding(all: readonly Rows[], height: number): Stood | undefined {
  let best: (Stood & { cost: number }) | undefined
  for (const rows of all) {
    const squeeze = (height - rows.fixed) / rows.height
    if (squeeze < 0.62 || squeeze > 1.42) continue
    const cost = Math.abs(Math.log(squeeze)) + (rows.rows[0]!.cells.length === 1 ? 0 : 0.12)
    if (!best || cost < best.cost) best = { rows, squeeze, cost }
  }
  return best
}

type Composed = { readonly head: { from: number; lines: number }; readonly rows: PagePlan['rows'] }
function compose(
  grid: Grid,
  { kind }: Arrangement,
  part: { head: number; lines: number; column: number; width: number; gap: number; stood: Stood },
): Composed {
  const { rows, squeeze } = part.stood
  const x = grid.room.x + part.column * (grid.k + gapEms) * grid.size
  const stack = (from: number, some: readonly Rows['rows'][number][]) => {
    let y = from
    return some.map((row) => {
      const h = row.height * squeeze + row.words
      const placed = { x, y, w: part.width, h, gap: part.gap, cells: row.cells.map(({ index, width }) => ({ index, w: width })) }
      y += h + part.gap
      return placed
    })
  }
  const top = grid.room.y
  if (kind === 'block') return { head: { from: 0, lines: part.head }, rows: stack(top + part.head * grid.pitch, rows.rows) }
  if (kind === 'above') return { head: { from: part.lines, lines: part.head }, rows: stack(top, rows.rows) }
  const [first, ...rest] = rows.rows
  const above = Math.round((first!.height * squeeze + first!.words + 0.85 * grid.pitch) / grid.pitch)
  const below = rest.reduce((sum, row) => sum + row.height * squeeze + row.words, 0) + part.gap * Math.max(0, rest.length - 1)
  return { head: { from: above, lines: part.head }, rows: [...stack(top, [first!]), ...stack(top + grid.room.height - below, rest)] }
}

type Frame = { readonly column: number; readonly from: number; readonly n: number }
const framesOf = (grid: Grid, { used }: Boxes, top: (column: number) => number): Frame[] =>
  used.map((foot, column) => ({ column, from: top(column), n: Math.max(0, grid.lines - foot - top(column)) }))

/** The greatest whole number in lo..hi that passes; those above it may fail one by one, so a few below the last pass are looked at. */
function greatest(lo: number, hi: number, passes: (n: number) => boolean): number | undefined {
  let [low, high] = [lo, hi]
  while (low < high) {
    const mid = Math.ceil((low + high) / 2)
    if (passes(mid)) low = mid
    else high = mid - 1
  }
  for (let n = low; n >= Math.max(lo, low - 3); n--) if (passes(n)) return n
  return undefined
}

type Draft = {
  grid: Grid
  matter: Matter
  measured: readonly Measured[]
  boxes: Boxes
  titles: Head
  head: { from: number; lines: number }
  frames: readonly Frame[]
  rows: PagePlan['rows']
  squeeze: number
  resolution: number
}
function finish(draft: Draft): Planned {
  const { grid, boxes, titles, head, rows } = draft
  const { room, size, pitch, k, sheet } = grid
  const shift = head.from // frames are counted from below the headline; pictures above it push both down
  const x = (column: number) => room.x + column * (k + gapEms) * size
  const y = (line: number) => room.y + line * pitch
  const frames = draft.frames.filter(({ n }) => n > 0)
  const moved = frames.map((frame) => ({ ...frame, from: frame.from + (rows.length > 0 && shift > 0 ? shift - liftOf(draft) : 0) }))
  const { height: _, ...set } = titles
  const page: PagePlan = {
    sheet: sheet.name,
    trim: sheet.trim,
    bleed: 3,
    margin: sheet.margin,
    band: sheet.band,
    foot: sheet.foot,
    size,
    small: smallOf(grid),
    pitch,
    measure: k * size,
    frame: sheet.boxed
      ? { x: room.x - points(3.4), y: room.y - points(3.4), w: room.width + points(6.8), h: room.height + points(6.8) }
      : null,
    head: {
      ...set,
      x: room.x,
      y: y(head.from),
      w: room.width,
      h: head.lines * pitch - (pitch - size),
      centre: true,
      ink: sheet.boxed ? 'black' : 'red',
    },
    rows,
    boxes: boxes.placed.map(({ index, column, span, from }) => ({
      index,
      x: x(column),
      y: y(from) + pitch * 0.4,
      w: span * k * size + (span - 1) * gapEms * size,
    })),
    frames: moved.map(({ column, from, n }) => ({ x: x(column), y: y(from), n })),
    rules: moved
      .filter(({ column }) => column > 0)
      .map(({ column, from, n }) => ({ x: x(column) - (gapEms * size) / 2, y: y(from), h: n * pitch - (pitch - size) })),
  }
  return { page, cost: costOf(draft), over: 0 }
}
/** Lines by which the frames already make room for pictures that stand above the headline. */
const liftOf = ({ frames, head }: Draft): number => Math.min(...frames.map(({ from }) => from)) - head.lines

function costOf({ grid, matter, measured, titles, head, frames, squeeze, resolution }: Draft): number {
  const flowed = pour(
    measured,
    frames.map(({ n }) => n),
  )
  const free = frames.reduce((sum, { n }, at) => sum + n - (flowed.ends[at] ?? 0), 0) / (grid.lines * grid.columns)
  const surplus = Math.max(0, head.lines * grid.pitch - titles.height - 1.6 * grid.pitch) / grid.room.height
  const tiny = frames.filter(({ n }) => n > 0 && n < 5).length
  const { body, headline } = grid.sheet
  return (
    free * 9 +
    surplus * 6 +
    tiny * 0.12 +
    Math.abs(Math.log(squeeze)) * 1.1 +
    Math.max(0, Math.log(100 / resolution)) * 0.35 +
    Math.abs(Math.log(grid.size / body.best)) * 1.6 +
    Math.abs(Math.log(titles.size / (headline.best * matter.headline))) * 0.5
  )
}
export const pageSize = ({ trim }: PagePlan): string => `${trim[0]} × ${trim[1]} mm`
export { millimetres }
