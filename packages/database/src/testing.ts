import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Database, type Part, startDatabase } from './database.ts'
import type { Migrations } from './migrate.ts'
import { startServer } from './server.ts'

const quick = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', shared_buffers: '32MB' }

/** For tests: a database of its own on a private server in a temporary folder, without waiting for the disk. `stop` deletes it. */
export async function testDatabase(migrations: readonly Migrations[] = []): Promise<Part<Database>> {
  const folder = temporaryFolder()
  const { value, stop } = await startDatabase({ folder, migrations, settings: quick })
  return { value, stop: () => stop().finally(() => removeDatabase(folder)) }
}

/** For tests over several processes: only the server; each process opens it by `url` with `startDatabase`. `stop` deletes it. */
export async function testServer(): Promise<Part<{ readonly url: string }>> {
  const folder = temporaryFolder()
  const { url, stop } = await startServer(folder, quick)
  return { value: { url }, stop: () => stop().finally(() => removeDatabase(folder)) }
}

/** For tests: a folder that only its owner may enter. */
export const temporaryFolder = () => mkdtempSync(join(tmpdir(), 'kitchen-'))

/** Deletes a data folder and, where root's databases lie elsewhere, its database. */
export function removeDatabase(folder: string): void {
  const note = join(folder, 'database-id')
  const id = existsSync(note) ? readFileSync(note, 'utf8') : ''
  if (/^[0-9a-f]{12}$/.test(id)) rmSync(join('/var/lib/central-kitchen', id), { recursive: true, force: true })
  rmSync(folder, { recursive: true, force: true })
}
