import type { OutletAdapter, Parcel, Sight } from '../src/outlet.ts'
import { refuse } from '../src/refusals.ts'

/** How a remote misbehaves at one act. `lost`: done, and the answer never comes. `down`: not done. `hangs`: never answers and does nothing. */
export type Mood = 'fine' | 'lost' | 'down' | 'hangs'
/** A remote outlet in memory that outlives its clients: it counts every effect, and refuses what comes after a withdrawal. */
export type Remote = {
  readonly adapter: OutletAdapter
  readonly posts: ReadonlyMap<string, number>
  readonly there: ReadonlySet<string>
  readonly gone: ReadonlySet<string>
}

/** `lateRefused: false` is the outlet without a tombstone; `readsBack: false` the client that guesses. */
export function remote(
  mood: (act: 'send' | 'withdraw' | 'probe', product: string) => Mood,
  { readsBack = true, lateRefused = true, delay = 0, concurrency = 8 } = {},
): Remote {
  const posts = new Map<string, number>()
  const there = new Set<string>()
  const gone = new Set<string>()
  const act = async (kind: 'send' | 'withdraw' | 'probe', { product }: Parcel, work: () => void): Promise<void> => {
    if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay))
    const how = mood(kind, product)
    if (how === 'hangs') await new Promise(() => {})
    if (how === 'down') throw new Error('ECONNREFUSED')
    work()
    if (how === 'lost') throw new Error('socket hang up')
  }
  const adapter: OutletAdapter = {
    concurrency,
    send: async (parcel) => {
      await act('send', parcel, () => {
        if (lateRefused && gone.has(parcel.product)) throw refuse('distribution/withdrawn-already')
        posts.set(parcel.product, (posts.get(parcel.product) ?? 0) + 1) // it takes everything: once is the sender's promise
        there.add(parcel.product)
      })
      return { look: 'now' }
    },
    probe: async (parcel): Promise<Sight> => {
      await act('probe', parcel, () => {})
      if (gone.has(parcel.product)) return { is: 'gone', receipt: { product: parcel.product }, remains: null }
      if (!there.has(parcel.product)) return { is: 'absent', detail: parcel.product }
      return readsBack || parcel.tries === 1 || posts.get(parcel.product)! > parcel.tries - 1
        ? { is: 'there', receipt: { product: parcel.product }, url: null }
        : { is: 'absent', detail: 'not asked' }
    },
    withdraw: async (parcel) => {
      await act('withdraw', parcel, () => {
        there.delete(parcel.product)
        gone.add(parcel.product)
      })
      return { look: 'now' }
    },
  }
  return { adapter, posts, there, gone }
}

/** Numbers between 0 and 1 that come again with the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
