import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { onPath } from './programs.ts'

/** A running engine. `ended` resolves with the reason when it goes although nobody asked. */
export type Machine = { readonly pid: number; readonly ready: string; readonly ended: Promise<string>; readonly stop: () => Promise<void> }

type Needs = {
  readonly java: string
  readonly words: readonly string[]
  /** Where its output is kept, as `<name>.log`. */
  readonly folder: string
  readonly name: string
  /** What its output says, or what else is asked, once it serves; undefined while it does not. */
  readonly isReady: (said: string) => Promise<string | undefined> | string | undefined
  readonly patienceMs?: number
}

/**
 * Starts a Java program in a session of its own (Ctrl-C reaches only us) and waits until it serves. When its parent is killed the kernel ends it as
 * well. `stop` asks by SIGTERM and insists after 20 s.
 */
export async function startMachine({ java, words, folder, name, isReady, patienceMs = 60_000 }: Needs): Promise<Machine> {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${name}.log`)
  const log = openSync(file, 'w', 0o600)
  const tied = onPath('setpriv') ? ['setpriv', '--pdeathsig', 'KILL', '--'] : []
  const [program, ...rest] = [...tied, java, ...words]
  const child = spawn(program!, rest, { cwd: folder, detached: true, stdio: ['ignore', log, log] })
  closeSync(log)
  const exit = once(child, 'exit')
  let asked = false
  const stop = async () => {
    asked = true
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGTERM')
    const insist = setTimeout(() => child.kill('SIGKILL'), 20_000)
    await exit.finally(() => clearTimeout(insist))
  }
  const ended = new Promise<string>((resolve) => {
    exit.then(
      ([code, signal]) => asked || resolve(`${name} ended with ${code ?? signal}: see ${file}`),
      (trouble: unknown) => resolve(String(trouble)),
    )
  })
  for (const end = Date.now() + patienceMs; Date.now() < end; await delay(50)) {
    const ready = await isReady(readFileSync(file, 'utf8'))
    if (ready !== undefined) return { pid: child.pid!, ready, ended, stop }
    if (child.exitCode !== null || child.signalCode !== null) break
  }
  await stop()
  throw new Error(`${name} does not start:\n${readFileSync(file, 'utf8').slice(-2000)}`)
}
