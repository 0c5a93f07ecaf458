import { setImmediate as turn } from 'node:timers/promises'

/** Delivers some of what there is, and ends when its effects are committed. */
type Deliver<T> = (some: readonly T[]) => Promise<void>
type Waiting<T> = { readonly slice: readonly T[]; readonly done: PromiseWithResolvers<void> }

/** So many at once, slices whole. */
const most = 500

/**
 * What partitions bring side by side is delivered as one, so that it costs one transaction; what comes meanwhile waits for the next. After trouble each
 * slice goes by itself, so that only the bad ones reject.
 */
export function gather<T>(deliver: Deliver<T>): Deliver<T> {
  const waiting: Waiting<T>[] = []
  let working = false
  const work = async () => {
    working = true
    await turn() // the others of the same answer arrive until then
    while (waiting.length > 0) await deliverAll(deliver, waiting.splice(0, fitting(waiting)))
    working = false
  }
  return (slice) => {
    const done = Promise.withResolvers<void>()
    waiting.push({ slice, done })
    if (!working) void work()
    return done.promise
  }
}

function fitting<T>(waiting: readonly Waiting<T>[]): number {
  let [events, slices] = [0, 0]
  for (const { slice } of waiting) {
    events += slice.length
    if (events > most) break
    slices++
  }
  return Math.max(1, slices)
}

/** Never rejects: each slice hears its own. */
async function deliverAll<T>(deliver: Deliver<T>, all: readonly Waiting<T>[]): Promise<void> {
  try {
    await deliver(all.flatMap(({ slice }) => slice))
    for (const { done } of all) done.resolve()
  } catch (trouble) {
    if (all.length === 1) return all[0]!.done.reject(trouble)
    for (const one of all) await deliverAll(deliver, [one])
  }
}
