/** Which partitions rest after trouble, and until when. */
export type BackOff = {
  /** Gives how many milliseconds it rests. */
  readonly failed: (partition: number) => number
  readonly succeeded: (partition: number) => void
  readonly resting: () => readonly number[]
  /** Milliseconds until the first of them may be tried again; `otherwise` when none rests. */
  readonly nextIn: (otherwise: number) => number
}

/** Doubles from 0.1 s to 5 s for each failure in a row; partitions are counted apart, so that a bad one delays no other. */
export function backOff(now: () => number = () => performance.now()): BackOff {
  const rests = new Map<number, { failures: number; until: number }>()
  const failed = (partition: number) => {
    const failures = (rests.get(partition)?.failures ?? 0) + 1
    const rest = Math.min(5000, 50 * 2 ** failures)
    rests.set(partition, { failures, until: now() + rest })
    return rest
  }
  const succeeded = (partition: number) => void rests.delete(partition)
  const waiting = () => [...rests].filter(([, rest]) => rest.until > now())
  const resting = () => waiting().map(([partition]) => partition)
  const nextIn = (otherwise: number) => Math.min(otherwise, ...waiting().map(([, rest]) => rest.until - now()))
  return { failed, succeeded, resting, nextIn }
}
