import type { CentreId } from '@kitchen/model'
import type { Hints } from '@kitchen/runtime'
import type { Held } from './queue.ts'

/** Tells browsers of moved deliveries, at most once in 100 ms per story: a fan-out of a hundred is one hint or two. */
export function deliveryHints(hints: Hints): (held: readonly Pick<Held, 'delivery'>[]) => void {
  const waiting = new Map<string, Set<CentreId>>()
  const send = () => {
    for (const [story, centres] of waiting) hints.send({ about: 'deliveries', id: story }, { centres: [...centres] })
    waiting.clear()
  }
  return (held) => {
    if (waiting.size === 0) setTimeout(send, 100).unref()
    for (const { delivery } of held) {
      const centres = waiting.get(delivery.story) ?? new Set<CentreId>()
      waiting.set(delivery.story, centres.add(delivery.centre).add(delivery.origin))
    }
  }
}
