import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { removeDatabase } from '@kitchen/database/testing'
import { findRunning, type Whereabouts } from '@kitchen/kitchen'

const root = join(import.meta.dirname, '../..')

/** A kitchen of one's own: the program as people start it, in a process and a data folder of its own, on free ports. */
export type OwnKitchen = Whereabouts & {
  readonly data: string
  /** SIGKILL, as a power cut would; the data stay. */
  readonly kill: () => Promise<void>
  /** Starts again on the same data and the same ports, so that a page that is open finds it again. */
  readonly startAgain: () => Promise<OwnKitchen>
  /** Stops as Ctrl-C does and deletes the data. */
  readonly close: () => Promise<void>
}

export function openKitchen(environment: Record<string, string> = {}): Promise<OwnKitchen> {
  return openOn(mkdtempSync(join(tmpdir(), 'kitchen-')), environment, { workspace: '0' })
}

/** Ports that are wanted again; `0` is any that is free. */
type Ports = { readonly workspace: string; readonly published?: string }

/** Opens one on a data folder that is there. */
export async function openOn(data: string, environment: Record<string, string>, ports: Ports): Promise<OwnKitchen> {
  const child = spawn(process.execPath, ['services/kitchen/src/main.ts', 'start', '--data', data, '--port', ports.workspace], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      KITCHEN_SAMPLES: 'none',
      ...(ports.published ? { KITCHEN_PUBLIC_PORT: ports.published } : {}),
      ...environment,
    },
  })
  const said: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => said.push(chunk.toString()))
  const where = await reached(child, data, said)
  const kill = async () => {
    await end(child, 'SIGKILL')
  }
  const close = async () => {
    await end(child, 'SIGINT')
    removeDatabase(data)
    rmSync(data, { recursive: true, force: true })
  }
  const again = { workspace: new URL(where.workspace).port, published: new URL(where.published).port }
  return { ...where, data, kill, close, startAgain: () => openOn(data, environment, again) }
}

async function reached(child: ChildProcess, data: string, said: readonly string[]): Promise<Whereabouts> {
  for (let waited = 0; waited < 60_000; waited += 100) {
    if (child.exitCode !== null) throw new Error(`the kitchen ended with ${child.exitCode}:\n${said.join('')}`)
    const where = await findRunning(data)
    if (where && where.pid === child.pid) return where
    await delay(100)
  }
  child.kill('SIGKILL')
  throw new Error(`the kitchen did not open:\n${said.join('')}\n${readFileSync(join(data, 'kitchen.log'), 'utf8').slice(-4000)}`)
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill(signal)
  const hurry = setTimeout(() => child.kill('SIGKILL'), 20_000)
  await ended.finally(() => clearTimeout(hurry))
}
