import { setTimeout as delay } from 'node:timers/promises'
import { type Database, type Part, takeAsked } from '@kitchen/database'

/** Which consumer's wishes, how to try a key again, and how often to look, in milliseconds. */
export type WishNeeds = {
  readonly database: Database
  readonly consumer: string
  readonly catchUp: (topic: string, key: string) => Promise<unknown>
  readonly complain: (trouble: unknown) => void
  readonly every?: number
}

/** Does what people ask for parked keys of this consumer: tries them again from the journal. One that fails is parked again. */
export function startWishes({ database, consumer, catchUp, complain, every = 1500 }: WishNeeds): Part<undefined> {
  const stopped = new AbortController()
  const running = (async () => {
    while (!stopped.signal.aborted) {
      await delay(every, undefined, { signal: stopped.signal, ref: false }).catch(() => {})
      if (stopped.signal.aborted) return
      try {
        for (const { topic, key } of await takeAsked(database, consumer)) await catchUp(topic, key)
      } catch (trouble) {
        complain(trouble)
      }
    }
  })()
  const stop = async () => {
    stopped.abort()
    await running
  }
  return { value: undefined, stop }
}
