import { startDatabase } from '@kitchen/database'
import { migrations } from '../parts.ts'
import { livingProcesses } from '../split/directory.ts'
import type { Kept } from './keep-running.ts'

/** One line per process: its name, its number, what it has done, how often it had to be brought back. */
export async function whoDidWhat(url: string, members: readonly Kept[]): Promise<string[]> {
  const database = await startDatabase({ folder: '', url, migrations })
  try {
    const processes = new Map((await livingProcesses(database.value)).map((one) => [one.pid, one.did]))
    const rows = members.map((member) => rowOf(member, processes.get(member.pid() ?? 0) ?? {}))
    return ['', head, ...rows]
  } finally {
    await database.stop()
  }
}

const head = `  ${'进程 process'.padEnd(15)}${'pid'.padStart(8)}${'请求 asked'.padStart(12)}${'收到事件 heard'.padStart(14)}${'发出提交 told'.padStart(14)}`

function rowOf({ name, pid, restarts }: Kept, did: Readonly<Record<string, number>>): string {
  const figures = [pid(), did.requests, did.heard, did.told].map((value, index) => String(value ?? '-').padStart(index === 0 ? 8 : 16))
  return `  ${name.padEnd(18)}${figures.join('')}${restarts() > 0 ? `  ▲ 重启 restarted ${restarts()}` : ''}`
}
