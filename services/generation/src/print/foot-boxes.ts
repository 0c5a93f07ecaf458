import { emsOf, type Grid, type Region, spansOf } from './grid.ts'

/** A table or a box of facts as the planner sees it, in ems: the width that it needs, and its height at a width. */
export type BoxShape = { readonly index: number; readonly ems: number; readonly heightAt: (ems: number) => number }
export type FootBoxes = {
  readonly placed: readonly (Region & { readonly index: number })[]
  /** Lines taken at the foot of each column. */
  readonly used: readonly number[]
}

const air = 0.8 // lines above a box

/** Stands boxes at the foot from the right, each over as few columns as it needs, on one another when the columns run out. Undefined when they take over three quarters of the height. */
export function placeBoxes(grid: Grid, boxes: readonly BoxShape[]): FootBoxes | undefined {
  const used = new Array<number>(grid.columns).fill(0)
  const placed: FootBoxes['placed'][number][] = []
  for (const box of boxes) {
    const span = spansOf(grid.columns).find((one) => emsOf(grid, one) >= box.ems) ?? Math.min(3, grid.columns)
    const lines = Math.ceil((box.heightAt(emsOf(grid, span)) * grid.size) / grid.pitch + air)
    const column = lowest(used, span)
    const below = highest(used, column, span)
    if (below + lines > grid.lines * 0.75) return undefined
    used.fill(below + lines, column, column + span)
    placed.push({ index: box.index, column, span, from: grid.lines - below - lines, lines })
  }
  return { placed, used }
}

/** The rightmost column from which a box of that span stands lowest. */
function lowest(used: readonly number[], span: number): number {
  let best = used.length - span
  for (let at = best; at >= 0; at--) if (highest(used, at, span) < highest(used, best, span)) best = at
  return best
}
const highest = (used: readonly number[], from: number, span: number): number => Math.max(...used.slice(from, from + span))
