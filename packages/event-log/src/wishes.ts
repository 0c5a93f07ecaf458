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
export function startWishes(needs: WishNeeds): Part<undefined> {
  const stopped = new AbortController()
  const running = keepGranting(needs, stopped.signal)
  const stop = async () => {
    stopped.abort()
    await running
  }
  return { value: undefined, stop }
}

async function keepGranting(needs: WishNeeds, stopped: AbortSignal): Promise<void> {
  while (!stopped.aborted) {
    await delay(needs.every ?? 1500, undefined, { signal: stopped, ref: false }).catch(() => {})
    if (!stopped.aborted) await grant(needs).catch(needs.complain)
  }
}

/** Each wish by itself: trouble with one key takes no other's turn. */
async function grant({ database, consumer, catchUp, complain }: WishNeeds): Promise<void> {
  for (const { topic, key } of await takeAsked(database, consumer)) await catchUp(topic, key).catch(complain)
}
