import { type Grid, heightOf, widthOf } from './grid.ts'
import { emsOf } from './headline.ts'
import type { Matter, Plan } from './plan.ts'
import { crowdOf } from './standing.ts'

/** What a designer would find wrong with a page, added up; 0 is nothing. The weights were set by looking at pages. */
export function costOf(plan: Omit<Plan, 'cost'>, matter: Matter): number {
  return whiteOf(plan) + shapeOf(plan) + costOfType(plan.grid) + headOf(plan, matter) + picturesOf(plan, matter)
}

/** Lines left empty, white around the headline. */
function whiteOf({ grid, layout, ends, titles }: Omit<Plan, 'cost'>): number {
  const empty = layout.frames.reduce((sum, { n }, at) => sum + n - (ends[at] ?? 0), 0) / (grid.lines * grid.columns)
  const loose = Math.max(0, heightOf(grid, layout.head.lines) - titles.height - 1.6 * grid.pitch) * (layout.head.span / grid.columns)
  return empty * 9 + (loose / grid.room.height) * 5 + besideHead({ grid, layout, titles })
}

/** White between a headline and the text beside it. */
function besideHead({ grid, layout: { head }, titles }: Pick<Plan, 'grid' | 'layout' | 'titles'>): number {
  if (head.span === grid.columns) return 0
  const widest = Math.max(...titles.lines.map(emsOf)) * titles.size
  return (Math.max(0, widthOf(grid, head.span) - widest * 1.06) / grid.room.width) * 0.9
}

/** Frames too shallow to read down. */
function shapeOf({ layout }: Omit<Plan, 'cost'>): number {
  return layout.frames.reduce((sum, { n }) => sum + (n > 0 && n < 7 ? (7 - n) * 0.035 : 0), 0)
}

/** Type away from its best size, columns away from 13 to 21 characters. */
export function costOfType({ sheet: { body }, size, k }: Grid): number {
  return Math.max(0, 13 - k) * 0.06 + Math.max(0, k - 21) * 0.03 + Math.abs(Math.log(size / body.best)) * 1.5
}

/** A headline larger or smaller than the sheet wants; beside the text it may be smaller. */
function headOf({ grid, titles, layout }: Omit<Plan, 'cost'>, matter: Matter): number {
  const wanted = grid.sheet.headline.best * matter.headline * (layout.head.span === grid.columns ? 1 : 0.9)
  return Math.abs(Math.log(titles.size / wanted)) * 0.5
}

/** Pictures cropped, enlarged beyond what newsprint shows, or taking the page away from the words. */
function picturesOf({ grid, stood, layout }: Omit<Plan, 'cost'>, matter: Matter): number {
  if (!stood) return 0
  const area = layout.pictures.reduce((sum, { span, lines }) => sum + widthOf(grid, span) * lines * grid.pitch, 0)
  const share = area / (grid.room.width * grid.room.height)
  const most = matter.brief ? 0.78 : 0.44
  return (
    crowdOf(stood.rows) +
    Math.abs(Math.log(stood.squeeze)) * 1.1 +
    Math.max(0, Math.log(120 / stood.rows.resolution)) * 0.7 +
    Math.max(0, share - most) * 2.2
  )
}
