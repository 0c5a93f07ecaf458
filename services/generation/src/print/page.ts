import type { Frame } from './arrangement.ts'
import type { Item } from './copy.ts'
import { pour } from './flow.ts'
import { boxInset, gapOf, heightOf, type Region, smallOf, widthOf, xOf, yOf } from './grid.ts'
import type { Head } from './headline.ts'
import type { Row } from './picture-rows.ts'
import type { Plan } from './plan.ts'
import type { Stood } from './standing.ts'

type Place = { readonly x: number; readonly y: number }
/** A page as it is drawn: points from the trimmed corner, but `trim`, `margin`, `band`, `foot` and `bleed` in millimetres. */
export type Page = {
  readonly sheet: string
  readonly trim: readonly [width: number, height: number]
  readonly bleed: number
  readonly margin: number
  readonly band: number
  readonly foot: number
  readonly size: number
  readonly small: number
  readonly pitch: number
  readonly measure: number
  readonly frame: (Place & { readonly w: number; readonly h: number }) | null
  readonly head: Place & Omit<Head, 'height'> & { readonly w: number; readonly h: number; readonly centre: boolean }
  readonly rows: readonly PictureRow[]
  readonly boxes: readonly (Place & { readonly w: number; readonly h: number; readonly index: number })[]
  readonly frames: readonly (Place & { readonly n: number })[]
  readonly rules: readonly (Place & { readonly h: number })[]
  readonly turn: (Place & { readonly text: string }) | null
}
type PictureRow = Place & {
  readonly w: number
  readonly h: number
  readonly gap: number
  readonly cells: readonly { readonly index: number; readonly w: number }[]
}

/** A page with what is set on it; `turn` says where the story goes on. */
export type DrawnPage = Page & { readonly items: readonly Item[] }

/** A plan in points. A page that goes on keeps its last line free for saying so. */
export function pageOf(plan: Plan, goesOn = false): Page {
  const { grid, boxes } = plan
  const { trim, margin, band, foot, name } = grid.sheet
  const frames = levelled(plan).filter(({ n }) => n > 0)
  const last = frames.at(-1)
  return {
    sheet: name,
    trim,
    bleed: 3,
    margin,
    band,
    foot,
    size: grid.size,
    small: smallOf(grid),
    pitch: grid.pitch,
    measure: widthOf(grid, 1),
    frame: frameOf(plan),
    head: headOf(plan),
    rows: rowsOf(plan),
    boxes: boxes.placed.map((box) => ({
      index: box.index,
      x: xOf(grid, box.column),
      y: yOf(grid, box.from),
      w: widthOf(grid, box.span),
      h: heightOf(grid, box.lines),
    })),
    frames: frames.map((frame) => ({
      x: xOf(grid, frame.column),
      y: yOf(grid, frame.from),
      n: goesOn && frame === last ? frame.n - 1 : frame.n,
    })),
    turn: goesOn && last ? { x: xOf(grid, last.column), y: yOf(grid, last.from + last.n - 1), text: '' } : null,
    rules: rulesOf(plan, frames),
  }
}

/** Says on each page that goes on where it does. */
export const turnedOver = (pages: readonly DrawnPage[]): DrawnPage[] =>
  pages.map((page, at) => (page.turn ? { ...page, turn: { ...page.turn, text: `（下转第 ${at + 2} 版）` } } : page))

/** Columns that begin and end together share out their last empty lines, so that none ends short of the others. */
function levelled({ layout: { frames }, measured, over }: Plan): readonly Frame[] {
  const [first] = frames
  if (!first || over > 0 || !frames.every(({ from, n }) => from === first.from && n === first.n)) return frames
  for (let n = 2; n < first.n; n++)
    if (
      pour(
        measured,
        frames.map(() => n),
      ).over === 0
    )
      return frames.map((frame) => ({ ...frame, n }))
  return frames
}

/** A thin rule between neighbouring columns of text, as long as both. */
function rulesOf({ grid }: Plan, frames: readonly Frame[]): Page['rules'] {
  return frames.flatMap(({ column, from, n }) => {
    const left = frames.find((one) => one.column === column - 1)
    if (!left) return []
    const [top, end] = [Math.max(from, left.from), Math.min(from + n, left.from + left.n)]
    return end - top < 2 ? [] : [{ x: xOf(grid, column) - gapOf(grid) / 2, y: yOf(grid, top), h: heightOf(grid, end - top) }]
  })
}

function frameOf({ grid }: Plan): Page['frame'] {
  const { x, y, width, height } = grid.room
  return grid.sheet.boxed ? { x: x - boxInset, y: y - boxInset, w: width + 2 * boxInset, h: height + 2 * boxInset } : null
}

function headOf({ grid, layout: { head }, titles: { height: _, ...titles } }: Plan): Page['head'] {
  return {
    ...titles,
    x: xOf(grid, head.column),
    y: yOf(grid, head.from),
    w: widthOf(grid, head.span),
    h: heightOf(grid, head.lines),
    centre: head.span === grid.columns,
  }
}

/** Rows of pictures into their one or two regions: the first row above, the others standing on the foot of the page. */
function rowsOf({ grid, layout: { pictures }, stood }: Plan): PictureRow[] {
  const [top, foot] = pictures
  if (!stood || !top) return []
  const rows = stood.rows.rows
  const stack = (region: Region, some: readonly Row[], y: number) =>
    stackRows(some, stood, { x: xOf(grid, region.column), y, w: widthOf(grid, region.span), gap: gapOf(grid) * 0.6 })
  if (!foot) return stack(top, rows, yOf(grid, top.from))
  const below = stack(foot, rows.slice(1), 0)
  const end = below.at(-1)!
  return [
    ...stack(top, rows.slice(0, 1), yOf(grid, top.from)),
    ...below.map((row) => ({ ...row, y: grid.room.y + grid.room.height - (end.y + end.h) + row.y })),
  ]
}

function stackRows(rows: readonly Row[], { squeeze }: Stood, at: Place & { w: number; gap: number }): PictureRow[] {
  let y = at.y
  return rows.map((row) => {
    const h = row.height * squeeze + row.words
    const placed = { x: at.x, y, w: at.w, h, gap: at.gap, cells: row.cells.map(({ index, width }) => ({ index, w: width })) }
    y += h + at.gap
    return placed
  })
}
