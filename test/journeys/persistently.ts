import { setTimeout as delay } from 'node:timers/promises'
import { Refused } from '@kitchen/kitchen'

/** Again while a part restarts, as a person would. */
export async function persistently<T>(work: () => Promise<T>, patience = 60_000): Promise<T> {
  for (const end = Date.now() + patience; ; await delay(300)) {
    try {
      return await work()
    } catch (error) {
      const passing =
        error instanceof Refused
          ? error.code.startsWith('edge/') || error.code === 'runtime/unavailable' || error.code === 'http'
          : error instanceof TypeError // fetch failed
      if (!passing || Date.now() > end) throw error
    }
  }
}
