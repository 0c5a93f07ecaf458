import type { Rows } from './picture-rows.ts'

/** Rows of pictures and how much their height is changed by cropping. */
export type Stood = { readonly rows: Rows; readonly squeeze: number }

/** The standing that needs the least cropping to be so high; a lone picture first is worth a little. */
export function bestStanding(all: readonly Rows[], height: number): Stood | undefined {
  let best: (Stood & { readonly cost: number }) | undefined
  for (const rows of all) {
    const squeeze = (height - rows.fixed) / rows.height
    if (squeeze < 0.62 || squeeze > 1.42) continue
    const cost = Math.abs(Math.log(squeeze)) + crowdOf(rows)
    if (!best || cost < best.cost) best = { rows, squeeze, cost }
  }
  return best
}

/** Of three pictures and more one leads: it has the first row to itself. */
export function crowdOf({ rows }: Rows): number {
  const all = rows.reduce((sum, { cells }) => sum + cells.length, 0)
  return all > 2 && rows[0]!.cells.length > 1 ? 0.42 : 0
}
