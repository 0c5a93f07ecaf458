import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { removeDatabase } from '@kitchen/database/testing'
import { findRunning } from '@kitchen/kitchen'
import pg from 'pg'

const root = join(import.meta.dirname, '../..')

/** A region of one's own: `npm run region` on free ports and a data folder of its own. */
export type OwnRegion = {
  readonly workspace: string
  readonly published: string
  readonly data: string
  readonly said: () => string
  /** The numbers of its processes by target, in the order of their start, as the system has them now. */
  readonly processes: () => ReadonlyMap<string, readonly number[]>
  /** The number of each engine's process, by name. */
  readonly engines: () => ReadonlyMap<string, readonly number[]>
  /** Rows of a question to its database, as the processes have it. */
  readonly ask: (text: string) => Promise<readonly unknown[]>
  /** Stops as Ctrl-C does; gives the exit code and deletes the data. */
  readonly close: () => Promise<number | null>
}

export async function openRegion(engines: string, environment: Record<string, string> = {}): Promise<OwnRegion> {
  const data = mkdtempSync(join(tmpdir(), 'region-'))
  const child = spawn(process.execPath, ['services/kitchen/src/main.ts', 'region', '--data', data, '--port', '0', '--engines', engines], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, KITCHEN_SAMPLES: 'none', ...environment },
  })
  const said: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => said.push(chunk.toString()))
  const close = async () => {
    if (child.exitCode === null) {
      const ended = once(child, 'exit')
      child.kill('SIGINT')
      await ended
    }
    removeDatabase(data)
    rmSync(data, { recursive: true, force: true })
    return child.exitCode
  }
  for (const end = Date.now() + 240_000; ; await delay(200)) {
    if (child.exitCode !== null || Date.now() > end) {
      await close()
      throw new Error(`the region did not open:\n${said.join('')}`)
    }
    const where = said.join('').includes('Ctrl-C') ? await findRunning(data) : undefined
    if (where)
      return {
        ...where,
        data,
        close,
        said: () => said.join(''),
        processes: () => childrenOf(child.pid!, targetIn),
        engines: () => childrenOf(child.pid!, engineIn),
        ask: (text) => ask(child.pid!, text),
      }
  }
}

const targetIn = (command: string) => /--target\0([a-z]+)/.exec(command)?.[1]
const engineMarks = { kafka: 'kafka.Kafka', elasticsearch: 'kitchen.search.Serve', postgres: '/bin/postgres' }
const engineIn = (command: string) => Object.entries(engineMarks).find(([, mark]) => command.includes(mark))?.[0]

function childrenOf(parent: number, nameIn: (command: string) => string | undefined): Map<string, number[]> {
  const found = new Map<string, number[]>()
  for (const pid of readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8').trim().split(' ').map(Number)) {
    const name = nameIn(commandOf(pid))
    if (name) found.set(name, [...(found.get(name) ?? []), pid])
  }
  return found
}

async function ask(parent: number, text: string): Promise<readonly unknown[]> {
  const [edge] = childrenOf(parent, targetIn).get('edge') ?? []
  const database = new pg.Client(/DATABASE_URL=([^\0]+)/.exec(readFileSync(`/proc/${edge}/environ`, 'utf8'))?.[1])
  await database.connect()
  try {
    return (await database.query(text)).rows
  } finally {
    await database.end()
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}
