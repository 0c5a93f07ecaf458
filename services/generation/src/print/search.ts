/** The greatest whole number in lo..hi that passes, all below it passing but for a few near the top, where a heading may tear a hole. */
export function greatest(lo: number, hi: number, passes: (n: number) => boolean): number | undefined {
  let [low, high] = [lo, hi]
  while (low < high) {
    const mid = Math.ceil((low + high) / 2)
    if (passes(mid)) low = mid
    else high = mid - 1
  }
  for (let n = low; n >= Math.max(lo, low - 3); n--) if (passes(n)) return n
  return undefined
}
