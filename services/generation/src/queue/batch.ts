import type { Outcome } from './finish.ts'

/** Milliseconds for which results are gathered for one transaction. */
const gather = 120

/** Gathers outcomes for a moment and writes them together, one transaction at a time. */
export function createBatch(write: (outcomes: readonly Outcome[]) => Promise<void>): {
  add: (outcome: Outcome) => void
  end: () => Promise<void>
} {
  let waiting: Outcome[] = []
  let timer: NodeJS.Timeout | undefined
  let writing = Promise.resolve()
  const flush = () => {
    clearTimeout(timer)
    timer = undefined
    const now = waiting
    waiting = []
    if (now.length > 0) writing = writing.then(() => write(now))
    writing.catch(() => {}) // told by end()
  }
  const add = (outcome: Outcome) => {
    waiting.push(outcome)
    timer ??= setTimeout(flush, gather)
  }
  return {
    add,
    end: async () => {
      flush()
      await writing
    },
  }
}
