/** So long what follows the first is gathered: more, and people wait; less, and a hundred editors are told a hundred times. */
const gatherMs = 16

/** Tells the first at once; what follows within the time goes together at its end. */
export function inBatches<T>(tell: (all: readonly T[]) => void): { readonly add: (some: readonly T[]) => void; readonly stop: () => void } {
  let waiting: T[] = []
  let timer: NodeJS.Timeout | undefined
  const flush = () => {
    timer = undefined
    if (waiting.length === 0) return
    const all = waiting
    waiting = []
    timer = setTimeout(flush, gatherMs)
    tell(all)
  }
  return {
    add: (some) => {
      waiting.push(...some)
      if (!timer) flush()
    },
    stop: () => clearTimeout(timer),
  }
}
