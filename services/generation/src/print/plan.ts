import { type Arrangement, arrangementsOf, type Layout } from './arrangement.ts'
import type { Item } from './copy.ts'
import { type Measured, pour } from './flow.ts'
import { type BoxShape, type FootBoxes, placeBoxes } from './foot-boxes.ts'
import { type Grid, gapOf, gridsOf, smallOf, widthOf } from './grid.ts'
import { type Head, setTitles, type TitleWords } from './headline.ts'
import { type Rows, type Shape, standingsOf } from './picture-rows.ts'
import { greatest } from './search.ts'
import { points, type Sheet } from './sheets.ts'
import { bestStanding, type Stood } from './standing.ts'
import { costOf, costOfType } from './taste.ts'

/** What there is to place on a page. */
export type Matter = {
  readonly titles: TitleWords
  /** The headline's size against the sheet's best: 1, less on a continuation. */
  readonly headline: number
  readonly items: readonly Item[]
  /** Lines of each item at a measure, in characters. */
  readonly linesAt: (k: number) => readonly number[]
  readonly boxes: readonly BoxShape[]
  readonly shapes: readonly Shape[]
  /** Lines to keep free at the end. */
  readonly spare: number
  /** Few words: the pictures carry the page. */
  readonly brief: boolean
}
/** A page that takes its matter, by the grid. `over`: lines that it could not take; `cost`: what it lacks in looks, 0 is perfect. */
export type Plan = {
  readonly grid: Grid
  readonly boxes: FootBoxes
  readonly layout: Layout
  readonly titles: Head
  readonly stood: Stood | undefined
  readonly measured: readonly Measured[]
  readonly ends: readonly number[]
  readonly over: number
  readonly cost: number
}
/** The best page over all the sheets; undefined when none takes the matter whole. */
export function planPage(matter: Matter, sheets: readonly Sheet[]): Plan | undefined {
  return bestOn(sheets.flatMap(gridsOf), matter, false)
}

/** The best page that is full and leaves over what it can't take: for a story that goes on. */
export function planFullPage(matter: Matter, sheet: Sheet): Plan | undefined {
  return bestOn(
    gridsOf(sheet).filter(({ size }) => size <= sheet.body.best),
    matter,
    true,
  )
}

/** Grids with the best type first: once a page costs less than the type of the next grid alone, the search is over. */
function bestOn(grids: readonly Grid[], matter: Matter, full: boolean): Plan | undefined {
  let best: Plan | undefined
  const ranked = grids.map((grid) => ({ grid, cost: costOfType(grid) })).sort((a, b) => a.cost - b.cost)
  for (const { grid, cost } of ranked) {
    if (best && cost >= best.cost) break
    for (const plan of plansOn(grid, matter, full)) if (!best || plan.cost < best.cost) best = plan
  }
  return best
}

function plansOn(grid: Grid, matter: Matter, full: boolean): Plan[] {
  const lines = matter.linesAt(grid.k)
  if (!full && lines.reduce((sum, one) => sum + one, 0) > grid.columns * grid.lines) return []
  const measured = matter.items.map(({ kind }, at): Measured => ({ kind, lines: lines[at]! }))
  if (matter.spare > 0) measured.push({ kind: 'paragraph', lines: matter.spare })
  const boxes = placeBoxes(grid, matter.boxes)
  if (!boxes) return []
  const page: Page = { grid, matter, measured, boxes, full, standings: new Map(), heads: new Map() }
  const arrangements = arrangementsOf(grid, boxes, matter.shapes.length, matter.brief)
  return arrangements.flatMap((one) => (matter.shapes.length === 0 ? wordsOnly(page, one) : pictured(page, one)))
}

type Page = {
  readonly grid: Grid
  readonly matter: Matter
  readonly measured: readonly Measured[]
  readonly boxes: FootBoxes
  readonly full: boolean
  readonly standings: Map<number, readonly Rows[]>
  readonly heads: Map<string, Head | undefined>
}

/** No pictures: the columns are levelled and the headline grows into what they leave; on a full page it takes as little as it can. */
function wordsOnly(page: Page, { lay }: Arrangement): Plan[] {
  const { grid, matter, full } = page
  const most = greatest(2, grid.lines - 1, (n) => takes(page, lay(n, 0, 0)))
  const tried = full ? [0.1, 0.16, 0.25, 0.4].map((share) => Math.ceil(grid.lines * share)) : most === undefined ? [] : [most]
  for (const lines of tried) {
    const [titles, layout] = [greatestTitles(grid, matter, lines), lay(lines, 0, 0)]
    if (titles && layout) return [planOf(page, layout, titles, undefined)]
  }
  return []
}

/** The greatest headline that the lines hold, on as few rows as can be. */
function greatestTitles(grid: Grid, { titles, headline }: Matter, lines: number): Head | undefined {
  const { least, most } = grid.sheet.headline
  for (let size = most * headline; size >= least * headline * 0.999; size *= 0.97) {
    const set = setTitles(titles, grid.room.width, size, grid.size, rowsOf(grid, grid.columns, titles))
    if (set && linesOf(grid, set) <= lines) return set
  }
  return undefined
}

/** Pictures: the headline keeps its size and the pictures grow into what the text leaves. */
function pictured(page: Page, arrangement: Arrangement): Plan[] {
  return arrangement.scales.flatMap((scale) => {
    const titles = titlesOver(page, arrangement.headSpan, scale)
    return titles ? withTitles(page, arrangement, titles) : []
  })
}

function titlesOver({ grid, matter, heads }: Page, span: number, scale: number): Head | undefined {
  const key = `${span} ${scale}`
  if (!heads.has(key))
    heads.set(
      key,
      setTitles(
        matter.titles,
        widthOf(grid, span),
        grid.sheet.headline.best * matter.headline * scale,
        grid.size,
        rowsOf(grid, span, matter.titles),
      ),
    )
  return heads.get(key)
}

function standingsOver({ grid, matter, standings }: Page, span: number): readonly Rows[] {
  const width = widthOf(grid, span)
  if (!standings.has(span))
    standings.set(
      span,
      standingsOf(matter.shapes, width, { gap: gapOf(grid) * 0.6, small: smallOf(grid), narrowest: Math.min(width, points(38)) }),
    )
  return standings.get(span)!
}

function withTitles(page: Page, { lay, parts, pictureSpan }: Arrangement, titles: Head): Plan[] {
  const { grid, full } = page
  const head = linesOf(grid, titles)
  const all = standingsOver(page, pictureSpan)
  const fitting = greatest(4, grid.lines, (n) => takes(page, lay(head, n, Math.floor(n / 2))))
  const most = full ? Math.max(fitting ?? 0, Math.floor(grid.lines * 0.4)) : fitting
  if (most === undefined) return []
  const stood = bestStanding(parts === 1 ? all : all.filter(({ rows }) => rows.length > 1), most * grid.pitch - grid.pitch * air * parts)
  const layout = stood && lay(head, most, parts === 1 ? most : aboveOf(grid, stood))
  return layout ? [planOf(page, layout, titles, stood)] : []
}

const air = 0.8 // lines between pictures and text
const linesOf = (grid: Grid, { height }: Head): number => Math.ceil(height / grid.pitch + 0.75)
/** Rows that a headline may take: two, three over a narrow width, more only when it is as long as no headline should be. */
const rowsOf = (grid: Grid, span: number, { headline }: TitleWords): number =>
  headline.length > 24 ? 6 : widthOf(grid, span) < points(190) ? 3 : 2

/** Lines of the first row of pictures with the white below it. */
function aboveOf(grid: Grid, { rows, squeeze }: Stood): number {
  const [first] = rows.rows
  return Math.round((first!.height * squeeze + first!.words) / grid.pitch + air)
}

function takes({ measured }: Page, layout: Layout | undefined): boolean {
  return (
    layout !== undefined &&
    pour(
      measured,
      layout.frames.map(({ n }) => n),
    ).over === 0
  )
}

function planOf({ grid, matter, measured, boxes }: Page, layout: Layout, titles: Head, stood: Stood | undefined): Plan {
  const { ends, over } = pour(
    measured,
    layout.frames.map(({ n }) => n),
  )
  const plan = { grid, boxes, layout, titles, stood, measured, ends, over }
  return { ...plan, cost: costOf(plan, matter) }
}
