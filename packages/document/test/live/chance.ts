/** Randomness from a seed: what fails can be played again alone. */
export function chanceOf(seed: number) {
  let state = (seed * 0x9e3779b1) >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (count: number) => Math.floor(next() * count)
  return { one: (part: number) => next() < part, below, pick: <T>(list: readonly T[]): T => list[below(list.length)]! }
}
export type Chance = ReturnType<typeof chanceOf>
