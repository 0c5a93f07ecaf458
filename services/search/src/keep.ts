import { setTimeout as delay } from 'node:timers/promises'
import type { Health, SearchIndex } from './document.ts'

type Needs = {
  /** Cuts again what another word list has cut. */
  readonly cutAgain: () => Promise<number>
  readonly elastic: SearchIndex | null
  readonly complain: (trouble: unknown) => void
}
/** `now` fills everything anew; `health` is what Elasticsearch said last; `filled` counts while a rebuild is under way. */
export type Keeper = {
  readonly now: () => Promise<void>
  readonly health: () => Health | null
  readonly filled: () => number | null
}
const everyMs = 15_000

/**
 * Keeps the indices in the form that this program needs: after a new word list or mapping, and where Elasticsearch has none yet, they are filled anew in
 * the background; searches go on.
 */
export function keepIndices({ cutAgain, elastic, complain }: Needs, rebuildAll: (progress: (done: number) => void) => Promise<void>) {
  const stopped = new AbortController()
  const now: { health: Health | null; filled: number | null } = { health: null, filled: null }
  const counting = async (work: (progress: (done: number) => void) => Promise<unknown>) => {
    now.filled = 0
    await work((done) => {
      now.filled = done
    }).finally(() => {
      now.filled = null
    })
  }
  const look = async () => {
    await cutAgain()
    if (!elastic || now.filled !== null) return
    now.health = await elastic.health()
    if (!now.health.reachable || !now.health.trouble || now.health.trouble.kind === 'version') return
    await counting((progress) => elastic.rebuild(progress))
    now.health = await elastic.health()
  }
  const running = (async () => {
    while (!stopped.signal.aborted) {
      await look().catch(complain)
      const soon = elastic !== null && !now.health?.reachable
      await delay(soon ? everyMs / 5 : everyMs, undefined, { signal: stopped.signal }).catch(() => {})
    }
  })()
  const stop = async () => {
    stopped.abort()
    await running
  }
  const value: Keeper = { now: () => counting(rebuildAll), health: () => now.health, filled: () => now.filled }
  return { value, stop }
}
