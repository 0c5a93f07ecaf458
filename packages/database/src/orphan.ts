import { readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

/** Lines of postmaster.pid: process id, folder, start, port, socket folder, address, shared memory, state. Empty when there is none. */
export function postmasterFile(cluster: string): string[] {
  try {
    return readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return []
  }
}

/**
 * Ends what a killed process of ours has left running in a cluster. It is never taken over, for its sessions may hold locks; and a
 * busy session outlives its postmaster and would keep the next server from starting. Sessions are known by their working folder: a
 * process id alone may by now belong to a stranger.
 */
export async function endOrphan(cluster: string): Promise<void> {
  const postmaster = Number(postmasterFile(cluster)[0])
  for (let waited = 0, left = processesIn(cluster); left.length > 0; waited += 20, left = processesIn(cluster)) {
    if (waited === 0 && left.includes(postmaster)) send(postmaster, 'SIGINT')
    else if (waited === 0 || waited === 5_000) for (const pid of left) send(pid, 'SIGQUIT')
    else if (waited === 10_000) for (const pid of left) send(pid, 'SIGKILL')
    await delay(20)
  }
  rmSync(join(cluster, 'postmaster.pid'), { force: true }) // any living process with this id would count as a running server
}

function processesIn(folder: string): number[] {
  const numbers = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return numbers.filter((pid) => workingFolder(pid) === folder).map(Number)
}

function workingFolder(pid: string): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return undefined
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // it went by itself
  }
}
