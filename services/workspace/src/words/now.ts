import { useSyncExternalStore } from 'react'

let now = new Date()
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

/** The time, new every 20 seconds: waits and 今天 stay true while a screen is open. */
export const useNow = (): Date => useSyncExternalStore(subscribe, () => now)

function subscribe(changed: () => void) {
  listeners.add(changed)
  timer ??= setInterval(tick, 20_000)
  return () => {
    listeners.delete(changed)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

function tick() {
  now = new Date()
  for (const changed of listeners) changed()
}
