import type pg from 'pg'

/** The least time between two hints, in milliseconds: at 1,000 commits a second five share one notification. */
const pause = 5

/**
 * Wakes the relay at once, and at most every 5 ms. Outside of any transaction: NOTIFY within one takes a lock of the whole server at
 * commit and halves the number of commits. A hint that gets lost costs no more than the relay's own 200 ms.
 */
export function hinter(pool: pg.Pool): { hint: () => void; stop: () => void } {
  let last = 0
  let waiting: NodeJS.Timeout | undefined
  const send = () => {
    waiting = undefined
    last = performance.now()
    pool.query({ name: 'hint', text: `select pg_notify('journal', '')` }).catch(() => {})
  }
  const hint = () => {
    if (waiting !== undefined) return
    const rest = last + pause - performance.now()
    if (rest <= 0) send()
    else waiting = setTimeout(send, rest)
  }
  return { hint, stop: () => clearTimeout(waiting) }
}
