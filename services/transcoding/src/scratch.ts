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

/** Removes the scratch folders that killed processes left behind. */
export async function sweepScratch(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const name of await readdir(folder)) {
    if (!/^\d+$/.test(name) || Number(name) === process.pid || !alive(Number(name)))
      await rm(join(folder, name), { recursive: true, force: true })
  }
}

/** Runs the work in an empty folder of its own and removes it afterwards, whatever happens. */
export async function withScratch<T>(folder: string, name: string, work: (scratch: string) => Promise<T>): Promise<T> {
  const scratch = join(folder, String(process.pid), name)
  await rm(scratch, { recursive: true, force: true })
  await mkdir(scratch, { recursive: true })
  return work(scratch).finally(() => rm(scratch, { recursive: true, force: true, maxRetries: 3 }))
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (trouble) {
    return trouble instanceof Error && 'code' in trouble && trouble.code === 'EPERM'
  }
}
