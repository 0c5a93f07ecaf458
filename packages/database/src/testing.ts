import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Database, type Part, startDatabase } from './database.ts'
import { holdLock } from './lock.ts'
import type { Migrations } from './migrate.ts'
import { shared } from './place.ts'
import { startServer } from './server.ts'

const quick = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', shared_buffers: '32MB' }

/** For tests: a database of its own on a private server in a temporary folder, without waiting for the disk. `stop` deletes it. */
export async function testDatabase(migrations: readonly Migrations[] = []): Promise<Part<Database>> {
  const folder = temporaryFolder()
  await sweepTestDatabases()
  const { value, stop } = await startDatabase({ folder, migrations, settings: quick })
  return { value, stop: () => stop().finally(() => removeDatabase(folder)) }
}

/** For tests over several processes: only the server; each process opens it by `url` with `startDatabase`. `stop` deletes it. */
export async function testServer(): Promise<Part<{ readonly url: string }>> {
  const folder = temporaryFolder()
  const { url, stop } = await startServer(folder, quick)
  return { value: { url }, stop: () => stop().finally(() => removeDatabase(folder)) }
}

/**
 * For tests: a data folder that only its owner may enter. Root's database lies elsewhere, and is named so that it can be swept away
 * when a test was killed before it could.
 */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kitchen-'))
  if (process.getuid?.() !== 0) return folder
  const id = `test-${randomBytes(6).toString('hex')}`
  mkdirSync(join(shared, id), { recursive: true, mode: 0o700 })
  writeFileSync(join(folder, 'database-id'), id)
  return folder
}

/** Deletes a data folder and, where root's databases lie elsewhere, its database. */
export function removeDatabase(folder: string): void {
  const note = join(folder, 'database-id')
  const id = existsSync(note) ? readFileSync(note, 'utf8') : ''
  if (/^(test-)?[0-9a-f]{12}$/.test(id)) rmSync(join(shared, id), { recursive: true, force: true })
  rmSync(folder, { recursive: true, force: true })
}

/** Deletes the databases of tests that were killed: an hour old, and held by no process. */
async function sweepTestDatabases(): Promise<void> {
  const names = existsSync(shared) ? readdirSync(shared).filter((name) => name.startsWith('test-')) : []
  const homes = names.map((name) => join(shared, name)).filter((home) => Date.now() - statSync(home).mtimeMs > 3_600_000)
  for (const home of homes) await removeIfFree(home)
}

async function removeIfFree(home: string): Promise<void> {
  const lock = await holdLock(home).catch(() => undefined)
  if (lock === undefined) return
  rmSync(home, { recursive: true, force: true })
  lock.close()
}
