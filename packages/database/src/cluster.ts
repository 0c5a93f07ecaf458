import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chownSync, closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Place } from './place.ts'

/** The major version of the packaged server; a cluster of another one is refused. */
const major = '18'

/**
 * The secret of role `owner` of a place's cluster, which is made when it is missing. Text sorts by code point (built-in C.UTF-8),
 * the same on every system; lists that people read ask for `zh-x-icu`. `durable`: a new
 * cluster is on disk before it is used. Refuses a cluster of another major version.
 */
export async function clusterSecret(place: Place, durable: boolean): Promise<string> {
  if (!existsSync(place.cluster)) await makeCluster(place, durable)
  const found = readFileSync(join(place.cluster, 'PG_VERSION'), 'utf8').trim()
  if (found === major) return readFileSync(secretOf(place), 'utf8')
  const advice = 'Start the program that made it, back up there, and restore here.'
  throw new Error(`The database in ${place.home} was made by PostgreSQL ${found}, and this program brings ${major}. ${advice}`)
}

const secretOf = (place: Place) => join(place.home, 'password')

/** Made under another name and renamed: an initdb that was killed leaves nothing that looks whole. */
async function makeCluster(place: Place, durable: boolean): Promise<void> {
  const half = `${place.cluster}.half`
  rmSync(half, { recursive: true, force: true })
  writeFileSync(secretOf(place), randomBytes(24).toString('base64url'), { mode: 0o600 })
  if (place.as) chownSync(secretOf(place), place.as.uid, place.as.gid)
  const code = await initdb(place, half, durable)
  if (code !== 0) throw new Error(`PostgreSQL's initdb ended with ${code}: see ${place.home}/server.log`)
  renameSync(half, place.cluster)
}

async function initdb({ home, programs, as }: Place, folder: string, durable: boolean): Promise<number> {
  const log = openSync(join(home, 'server.log'), 'a', 0o600)
  const locale = ['-E', 'UTF8', '--locale-provider=builtin', '--locale=C.UTF-8']
  const access = ['-U', 'owner', '-A', 'scram-sha-256', `--pwfile=${join(home, 'password')}`]
  const command = ['-D', folder, ...access, ...locale, '--no-instructions', ...(durable ? [] : ['--no-sync'])]
  const child = spawn(join(programs, 'bin/initdb'), command, { ...as, cwd: '/', env: {}, stdio: ['ignore', log, log] })
  closeSync(log)
  const [code] = await once(child, 'exit')
  return Number(code)
}
