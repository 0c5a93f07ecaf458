import type pg from 'pg'

/** How long hints are gathered, in milliseconds: at 1,000 commits a second five share one notification. */
const gather = 5

/**
 * Wakes the relay, at most once in 5 ms. Outside of any transaction: NOTIFY within one takes a lock of the whole server at commit
 * and halves the number of commits. A hint that gets lost costs nothing but the relay's own 200 ms.
 */
export function hinter(pool: pg.Pool): { hint: () => void; stop: () => void } {
  let waiting: NodeJS.Timeout | undefined
  const send = () => {
    waiting = undefined
    pool.query(`select pg_notify('journal', '')`).catch(() => {})
  }
  const hint = () => {
    waiting ??= setTimeout(send, gather)
  }
  return { hint, stop: () => clearTimeout(waiting) }
}
