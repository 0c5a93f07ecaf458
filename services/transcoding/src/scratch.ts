import { mkdir, readdir, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'

/** Names this process among all that may work on the same database: `<host>:<pid>`. */
export const workerName = (): string => `${hostname()}:${process.pid}`

/** Whether the worker of that name may still be at work: another machine's may, this one's while its process lives (and is not this one). */
export function mayLive(worker: string): boolean {
  const split = worker.lastIndexOf(':')
  const [host, pid] = [worker.slice(0, split), Number(worker.slice(split + 1))]
  return host !== hostname() || (pid !== process.pid && alive(pid))
}

/** Removes the scratch folders of jobs that are not open any more, as a killed process leaves them. `open`: their names. */
export async function sweepScratch(folder: string, open: ReadonlySet<string>): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const name of await readdir(folder)) if (!open.has(name)) await rm(join(folder, name), { recursive: true, force: true })
}

/**
 * Runs the work in a folder of its own, where it finds what an attempt before has left: that of a process that was killed, or one that was paused or
 * stopped. It is removed when the work has come to an end, good or bad; work whose `signal` is aborted goes on later.
 */
export async function withScratch<T>(folder: string, name: string, signal: AbortSignal, work: (scratch: string) => Promise<T>): Promise<T> {
  const scratch = join(folder, name)
  await mkdir(scratch, { recursive: true })
  return work(scratch).finally(() => (signal.aborted ? undefined : rm(scratch, { recursive: true, force: true, maxRetries: 3 })))
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (trouble) {
    return trouble instanceof Error && 'code' in trouble && trouble.code === 'EPERM'
  }
}
