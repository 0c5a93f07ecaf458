import type { Profile } from '@kitchen/model'

/** A range of sizes in points and the one that a designer would take first. */
export type Sizes = { readonly least: number; readonly best: number; readonly most: number }
/** A form of page. Millimetres, but type in points. `band` is the height of the masthead, `foot` that of the licence line. */
export type Sheet = {
  readonly name: string
  readonly trim: readonly [width: number, height: number]
  readonly margin: number
  readonly band: number
  readonly foot: number
  readonly columns: readonly number[]
  readonly body: Sizes
  readonly headline: Sizes
  /** A lone brief is boxed. */
  readonly boxed: boolean
}
export type PrintProfile = Extract<Profile, 'newspaper-page' | 'city-page' | 'notice-board'>

const sizes = (least: number, best: number, most: number): Sizes => ({ least, best, most })

/** Fractions of the broadsheet page of 390 × 540 mm, so that a finished piece drops into a page of the paper. */
const broadsheet: readonly Sheet[] = [
  {
    name: '整版',
    trim: [390, 540],
    margin: 18,
    band: 18,
    foot: 9,
    columns: [4, 5, 6, 7],
    body: sizes(9.6, 10.8, 13),
    headline: sizes(38, 58, 84),
    boxed: false,
  },
  {
    name: '四分之三版',
    trim: [390, 405],
    margin: 18,
    band: 17,
    foot: 9,
    columns: [4, 5, 6, 7],
    body: sizes(9.6, 10.6, 13),
    headline: sizes(34, 50, 74),
    boxed: false,
  },
  {
    name: '半版',
    trim: [390, 270],
    margin: 16,
    band: 15,
    foot: 9,
    columns: [4, 5, 6, 7],
    body: sizes(9.4, 10.4, 13),
    headline: sizes(28, 42, 64),
    boxed: false,
  },
  {
    name: '小报版',
    trim: [270, 390],
    margin: 15,
    band: 15,
    foot: 8,
    columns: [3, 4, 5],
    body: sizes(9.4, 10.4, 13),
    headline: sizes(28, 40, 60),
    boxed: false,
  },
  {
    name: '三分之一版',
    trim: [390, 180],
    margin: 14,
    band: 13,
    foot: 8,
    columns: [3, 4, 5, 6],
    body: sizes(9.4, 10.4, 13),
    headline: sizes(26, 36, 56),
    boxed: false,
  },
  {
    name: '四分之一版',
    trim: [195, 270],
    margin: 14,
    band: 13,
    foot: 8,
    columns: [2, 3],
    body: sizes(9.4, 10.4, 13.5),
    headline: sizes(22, 30, 46),
    boxed: false,
  },
  {
    name: '八分之一版',
    trim: [195, 135],
    margin: 11,
    band: 11,
    foot: 7,
    columns: [2, 3],
    body: sizes(9.4, 10.6, 14),
    headline: sizes(19, 26, 38),
    boxed: false,
  },
  {
    name: '简讯',
    trim: [98, 135],
    margin: 8,
    band: 9,
    foot: 7,
    columns: [1],
    body: sizes(9.6, 11, 14),
    headline: sizes(15, 21, 30),
    boxed: true,
  },
]

/** Sheets for a notice-board, read standing: A3 and its halves. */
const board: readonly Sheet[] = [
  {
    name: '四开',
    trim: [297, 420],
    margin: 16,
    band: 20,
    foot: 9,
    columns: [2, 3, 4],
    body: sizes(10.6, 14, 20),
    headline: sizes(36, 52, 84),
    boxed: false,
  },
  {
    name: '八开横',
    trim: [297, 210],
    margin: 14,
    band: 16,
    foot: 9,
    columns: [1, 2, 3],
    body: sizes(11.5, 14, 24),
    headline: sizes(30, 42, 72),
    boxed: false,
  },
]

/** The sheets that an outlet of the profile prints on, largest first. */
export const sheets: Record<PrintProfile, readonly Sheet[]> = {
  'newspaper-page': broadsheet,
  'city-page': broadsheet,
  'notice-board': board,
}

/** The room for the story on a sheet, in points from the trimmed corner. */
export function roomOf(sheet: Sheet): { x: number; y: number; width: number; height: number } {
  const air = Math.max(3.2, sheet.band * 0.32)
  const [width, height] = [sheet.trim[0] - 2 * sheet.margin, sheet.trim[1] - 2 * sheet.margin - sheet.band - air - sheet.foot]
  return { x: points(sheet.margin), y: points(sheet.margin + sheet.band + air), width: points(width), height: points(height) }
}

export const points = (millimetres: number): number => (millimetres * 72) / 25.4
