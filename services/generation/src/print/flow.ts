import type { Item } from './copy.ts'

/** An item as the planner sees it: what it is and how many lines it takes at the measure in question. */
export type Measured = { readonly kind: Item['kind']; readonly lines: number }
/** Lines used of each frame, and the lines for which no frame was left. */
export type Flowed = { readonly ends: readonly number[]; readonly over: number }

/**
 * Pours items into frames by counting lines, exactly as the page does it by setting them: a heading never stands at the foot of a frame, a
 * quotation is never parted. Frames are given by their lines.
 */
export function pour(items: readonly Measured[], frames: readonly number[]): Flowed {
  const ends: number[] = []
  let [next, left] = [0, items[0]?.lines ?? 0]
  for (const room of frames) {
    let at = 0
    while (next < items.length && at < room) {
      const item = items[next]!
      const begins = left === item.lines
      if (begins && room - at < demandOf(item)) break
      const take = Math.min(left, room - at)
      at += take
      left -= take
      if (left === 0) left = items[++next]?.lines ?? 0
    }
    ends.push(at)
  }
  const rest = items.slice(next + 1).reduce((sum, { lines }) => sum + lines, 0)
  return { ends, over: next < items.length ? left + rest : 0 }
}

/** Lines that must be free for an item to begin. */
const demandOf = ({ kind, lines }: Measured): number => (kind === 'subhead' ? 4 : kind === 'quotation' ? lines : 1)
