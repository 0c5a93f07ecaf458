import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, openSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** `java`: the program. `jars`: their folder. `log`: where it writes what it says. `heap` in MiB. `flags`: more for the machine itself. */
export type JavaNeeds = {
  readonly java: string
  readonly jars: string
  readonly log: string
  readonly heap: number
  readonly flags: readonly string[]
}

const log4j = fileURLToPath(new URL('./log4j2.properties', import.meta.url))

/** Runs one of Kafka's programs. In a session of its own, so that Ctrl-C reaches only us; ended by the kernel when we are killed. */
export function runJava(needs: JavaNeeds, words: readonly string[]): ChildProcess {
  const out = openSync(shortened(needs.log), 'a')
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', needs.java, ...flagsOf(needs), ...words], {
    detached: true,
    stdio: ['ignore', out, out],
  })
  closeSync(out)
  return child.on('error', () => {})
}

function flagsOf({ jars, heap, flags }: JavaNeeds): string[] {
  const memory = [`-Xms${Math.ceil(heap / 4)}m`, `-Xmx${heap}m`, '-XX:+UseSerialGC']
  return [...memory, ...flags, `-Dlog4j2.configurationFile=file:${log4j}`, '-cp', join(jars, '*')]
}

/** A log of over 10 MB is set aside at start, and the one before it forgotten. */
function shortened(log: string): string {
  if (existsSync(log) && statSync(log).size > 10_000_000) renameSync(log, `${log}.1`)
  return log
}

export const isGone = (child: ChildProcess) => child.pid === undefined || child.exitCode !== null || child.signalCode !== null

/** Waits for a program that ends by itself; throws when it fails. */
export async function untilDone(child: ChildProcess, what: string, log: string): Promise<void> {
  if (!isGone(child)) await once(child, 'exit')
  if (child.exitCode !== 0) throw new Error(`${what} 失败 failed (${child.signalCode ?? child.exitCode}): ${log}`)
}
