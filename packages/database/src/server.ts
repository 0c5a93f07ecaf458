import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, openSync, renameSync, statSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { clusterSecret } from './cluster.ts'
import { holdLock } from './lock.ts'
import { endOrphan, postmasterFile } from './orphan.ts'
import { type Place, placeOf } from './place.ts'

/** A running server: the address for role `owner`, and a promise of why it went although nobody had asked it to. */
export type Server = { readonly url: string; readonly ended: Promise<string>; readonly stop: () => Promise<void> }
/** Settings of postgresql.conf, by name. */
export type Settings = Readonly<Record<string, string>>

/**
 * Serves a data folder's database on a free loopback port, or on that of `settings`, until `stop`.
 *
 *   lock ──▶ orphan ended ──▶ cluster there ──▶ serving ──▶ stopped, lock given back
 *                                                  └──▶ gone by itself: `ended`
 */
export async function startServer(folder: string, settings: Settings = {}): Promise<Server> {
  const place = placeOf(folder)
  const lock = await holdLock(place.home)
  try {
    await endOrphan(place.cluster)
    const secret = await clusterSecret(place, settings.fsync !== 'off')
    const { child, port } = await serve(place, settings)
    const { ended, stop } = lifeOf(child, place)
    const url = `postgres://owner:${secret}@127.0.0.1:${port}/postgres`
    return { url, ended, stop: () => stop().finally(() => lock.close()) }
  } catch (trouble) {
    lock.close()
    throw trouble
  }
}

/** The port may be lost to another between asking and binding, and the sessions of a killed server need a moment to go. */
async function serve(place: Place, settings: Settings): Promise<{ child: ChildProcess; port: number }> {
  for (let attempt = 1; attempt <= 5; attempt++) {
    const port = Number(settings.port) || (await freePort())
    const child = spawnServer(place, port, settings)
    if (await isReady(child, place.cluster)) return { child, port }
    await delay(200 * attempt)
  }
  throw new Error(`PostgreSQL does not start: see ${place.home}/server.log`)
}

const ours: Settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', timezone: 'UTC', log_timezone: 'UTC' }

/** In a session of its own, so that Ctrl-C reaches only us; and asked by the kernel to stop when we are killed. */
function spawnServer({ home, cluster, programs, as }: Place, port: number, settings: Settings): ChildProcess {
  const flags = Object.entries({ ...ours, ...settings }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const command = ['--pdeathsig', 'INT', join(programs, 'bin/postgres'), '-D', cluster, '-p', String(port), ...flags]
  const log = openSync(shortened(join(home, 'server.log')), 'a', 0o600)
  const child = spawn('setpriv', command, { ...as, cwd: '/', env: { PATH: '/usr/bin:/bin' }, detached: true, stdio: ['ignore', log, log] })
  closeSync(log)
  return child.on('error', () => {})
}

/** A log of over 10 MB is set aside at start, and the one before it forgotten. */
function shortened(log: string): string {
  if (existsSync(log) && statSync(log).size > 10_000_000) renameSync(log, `${log}.1`)
  return log
}

async function isReady(child: ChildProcess, cluster: string): Promise<boolean> {
  for (; ; await delay(20)) {
    const [pid, , , , , , , state] = postmasterFile(cluster)
    if (Number(pid) === child.pid && state?.trim() === 'ready') return true
    if (child.pid === undefined || isGone(child)) return false
  }
}

const isGone = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null

function lifeOf(child: ChildProcess, { home }: Place): { ended: Promise<string>; stop: () => Promise<void> } {
  let asked = false
  const exit = once(child, 'exit')
  const ended = new Promise<string>((resolve) => {
    exit.then(([code, signal]) => asked || resolve(`PostgreSQL ended with ${signal ?? code}: see ${home}/server.log`))
  })
  const stop = async () => {
    asked = true
    if (isGone(child)) return
    child.kill('SIGINT') // the fast way: sessions are cut, what was committed is on disk
    const hurry = setTimeout(() => child.kill('SIGQUIT'), 10_000)
    await exit.finally(() => clearTimeout(hurry))
  }
  return { ended, stop }
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await once(probe.listen(0, '127.0.0.1'), 'listening')
  const { port } = probe.address() as AddressInfo
  await once(probe.close(), 'close')
  return port
}
