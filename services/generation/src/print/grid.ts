import { points, roomOf, type Sheet } from './sheets.ts'

/**
 * Columns of k whole characters and lines that fill the room to the last: the size of the type follows from k, the pitch from the lines. Everything on
 * a page is counted in these columns and lines. Points.
 */
export type Grid = {
  readonly sheet: Sheet
  readonly room: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
  readonly columns: number
  readonly k: number
  readonly size: number
  readonly pitch: number
  readonly lines: number
}
/** Columns and lines of a grid. */
export type Region = { readonly column: number; readonly span: number; readonly from: number; readonly lines: number }

const gap = 1.6 // ems between columns
const airOfLines = 1.56 // ems of a line with its leading, about
/** What a box around a lone brief keeps clear. */
export const boxInset = points(3.4)

/** All grids of a sheet whose type has a size that the sheet allows. */
export function gridsOf(sheet: Sheet): Grid[] {
  const room = roomInside(sheet)
  return sheet.columns.flatMap((columns) => {
    const grids: Grid[] = []
    for (let k = 10; k <= mostCharacters(columns); k++) {
      const size = room.width / emsOfSpan(columns, k)
      if (size < sheet.body.least || size > sheet.body.most) continue
      const lines = Math.floor((room.height - size) / (size * airOfLines)) + 1
      grids.push({ sheet, room, columns, k, size, lines, pitch: (room.height - size) / (lines - 1) })
    }
    return grids
  })
}
const mostCharacters = (columns: number): number => (columns === 1 ? 34 : 26)

function roomInside(sheet: Sheet): Grid['room'] {
  const { x, y, width, height } = roomOf(sheet)
  const inset = sheet.boxed ? boxInset : 0
  return { x: x + inset, y: y + inset, width: width - 2 * inset, height: height - 2 * inset }
}

const emsOfSpan = (span: number, k: number): number => span * k + (span - 1) * gap
/** Width of so many columns in ems. */
export const emsOf = ({ k }: Grid, span: number): number => emsOfSpan(span, k)
/** Width of so many columns. */
export const widthOf = (grid: Grid, span: number): number => emsOfSpan(span, grid.k) * grid.size
/** White between columns. */
export const gapOf = ({ size }: Grid): number => gap * size
export const xOf = (grid: Grid, column: number): number => grid.room.x + column * (widthOf(grid, 1) + gapOf(grid))
export const yOf = (grid: Grid, line: number): number => grid.room.y + line * grid.pitch
/** Height of so many lines without the leading after the last. */
export const heightOf = ({ pitch, size }: Grid, lines: number): number => lines * pitch - (pitch - size)
/** Size of captions. */
export const smallOf = ({ size }: Grid): number => Math.max(7.2, size * 0.8)

/** Columns that a box may take. */
export const spansOf = (columns: number): number[] => [1, 2, 3].filter((span) => span <= columns)
/** Every measure, in characters, that a page on these sheets may ask for. */
export const measuresOf = (sheets: readonly Sheet[]): number[] => unique(sheets.flatMap(gridsOf).map(({ k }) => k))
/** Every width of a box, in ems, that a page on these sheets may ask for. */
export const widthsOf = (sheets: readonly Sheet[]): number[] =>
  unique(sheets.flatMap(gridsOf).flatMap((grid) => spansOf(grid.columns).map((span) => emsOf(grid, span))))
const unique = (numbers: readonly number[]): number[] => [...new Set(numbers)].sort((a, b) => a - b)
