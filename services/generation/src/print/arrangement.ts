import type { FootBoxes } from './foot-boxes.ts'
import type { Grid, Region } from './grid.ts'

/** A column of running text: where it begins and how many lines it has, perhaps none. */
export type Frame = { readonly column: number; readonly from: number; readonly n: number }
/** Where everything of a page stands. Pictures: one region, or one above and one below the text. */
export type Layout = { readonly head: Region; readonly pictures: readonly Region[]; readonly frames: readonly Frame[] }

/**
 * A way to divide a page, told how many lines the headline and the pictures take, and how many of those lie above when pictures lie above and below.
 * Undefined when the parts would overlap.
 */
export type Arrangement = {
  readonly pictureSpan: number
  readonly headSpan: number
  /** The headline's size against the sheet's best. */
  readonly scales: readonly number[]
  readonly parts: 1 | 2
  readonly lay: (head: number, pictures: number, above: number) => Layout | undefined
}

/** All ways for a page with so many pictures; `brief`: few words, so that the headline may stand beside them. */
export function arrangementsOf(grid: Grid, boxes: FootBoxes, pictures: number, brief: boolean): Arrangement[] {
  if (pictures === 0) return [withoutPictures(grid, boxes)]
  const bare = boxes.placed.length === 0
  return [
    ...blocks(grid, boxes),
    overHeadline(grid, boxes),
    ...(bare && pictures > 1 ? [aroundText(grid, boxes)] : []),
    ...(brief && bare && grid.columns > 1 ? besideText(grid, boxes, pictures) : []),
  ]
}

const usual = [0.8, 0.9, 1, 1.15]

/** Headline over all columns, text below. */
function withoutPictures(grid: Grid, boxes: FootBoxes): Arrangement {
  const lay = (head: number) => ({ head: across(grid, 0, head), pictures: [], frames: framesOf(grid, boxes, () => head) })
  return { pictureSpan: 0, headSpan: grid.columns, scales: usual, parts: 1, lay }
}

/** A block of pictures below the headline, at the right edge or one column in, over a third of the columns to all of them. */
function blocks(grid: Grid, boxes: FootBoxes): Arrangement[] {
  const found: Arrangement[] = []
  for (let span = Math.max(1, Math.floor(grid.columns / 3)); span <= grid.columns; span++) {
    found.push(block(grid, boxes, grid.columns - span, span))
    if (grid.columns - span >= 2) found.push(block(grid, boxes, 1, span))
  }
  return found
}

function block(grid: Grid, boxes: FootBoxes, column: number, span: number): Arrangement {
  const inside = (at: number) => at >= column && at < column + span
  const lay = (head: number, lines: number) => {
    const frames = framesOf(grid, boxes, (at) => head + (inside(at) ? lines : 0))
    return frames && { head: across(grid, 0, head), pictures: [{ column, span, from: head, lines }], frames }
  }
  return { pictureSpan: span, headSpan: grid.columns, scales: usual, parts: 1, lay: (head, lines) => whole(lay(head, lines)) }
}

/** Pictures over the full width first, then headline and text. */
function overHeadline(grid: Grid, boxes: FootBoxes): Arrangement {
  const lay = (head: number, lines: number) =>
    whole({ head: across(grid, lines, head), pictures: [across(grid, 0, lines)], frames: framesOf(grid, boxes, () => head + lines) })
  return { pictureSpan: grid.columns, headSpan: grid.columns, scales: usual, parts: 1, lay }
}

/** The first row of pictures on top, headline and text, the other rows at the foot. */
function aroundText(grid: Grid, boxes: FootBoxes): Arrangement {
  const lay = (head: number, lines: number, above: number) => {
    const frames = framesOf(grid, boxes, () => head + lines).map((frame) => ({ ...frame, from: head + above }))
    return whole({
      head: across(grid, above, head),
      pictures: [across(grid, 0, above), across(grid, grid.lines - lines + above, lines - above)],
      frames,
    })
  }
  return { pictureSpan: grid.columns, headSpan: grid.columns, scales: usual, parts: 2, lay }
}

/** As the two before, but the headline stands in the left columns and the text beside it. */
function besideText(grid: Grid, boxes: FootBoxes, pictures: number): Arrangement[] {
  const headSpans = Array.from({ length: grid.columns - 1 }, (_, at) => at + 1)
  return headSpans.flatMap((headSpan) => (pictures > 1 ? [1, 2] : [1]).map((parts) => beside(grid, boxes, headSpan, parts as 1 | 2)))
}

function beside(grid: Grid, boxes: FootBoxes, headSpan: number, parts: 1 | 2): Arrangement {
  const lay = (head: number, lines: number, above: number) => {
    const [depth, top] = [grid.lines - lines, parts === 1 ? lines : above]
    if (depth < head) return undefined
    const frames = framesOf(grid, boxes, () => lines)
      .filter(({ column }) => column >= headSpan)
      .map((frame) => ({ ...frame, from: top }))
    const below = { column: 0, span: grid.columns, from: top + depth, lines: lines - top }
    return whole({
      head: { column: 0, span: headSpan, from: top, lines: depth },
      pictures: parts === 1 ? [across(grid, 0, lines)] : [across(grid, 0, above), below],
      frames,
    })
  }
  return { pictureSpan: grid.columns, headSpan, scales: [0.55, 0.7, 0.85, 1, 1.2], parts, lay }
}

const across = ({ columns }: Grid, from: number, lines: number): Region => ({ column: 0, span: columns, from, lines })
const framesOf = (grid: Grid, { used }: FootBoxes, top: (column: number) => number): Frame[] =>
  used.map((foot, column) => ({ column, from: top(column), n: grid.lines - foot - top(column) }))
/** A frame with less than no line means that something overlaps. */
const whole = (layout: Layout): Layout | undefined => (layout.frames.every(({ n }) => n >= 0) ? layout : undefined)
