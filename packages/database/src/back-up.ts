import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ownMigrations, type Part } from './database.ts'
import { type Dumped, dumpDatabase } from './dump.ts'
import { holdLock } from './lock.ts'
import type { Migrations } from './migrate.ts'
import { postmasterFile } from './orphan.ts'
import { type Place, placeOf } from './place.ts'
import { readDump, restoreDatabase } from './restore.ts'
import { startServer } from './server.ts'

/** Which database: the embedded one of a data folder, or the one at `url`. */
export type Backup = { readonly folder: string; readonly url?: string | undefined }

/** Writes the whole database into a new folder, whether the kitchen runs or not: one snapshot, under load. */
export async function backUpDatabase(from: Backup, target: string): Promise<Dumped> {
  const owner = await ownerOf(from)
  try {
    return await dumpDatabase(owner.value, target)
  } finally {
    await owner.stop()
  }
}

/**
 * Fills the database of a new data folder (or an empty one at `url`) from a backup, whatever version of PostgreSQL wrote it. Refuses one that is there already;
 * what fails leaves nothing behind.
 */
export async function restoreInto(to: Backup, source: string, migrations: readonly Migrations[]): Promise<Dumped> {
  readDump(source)
  if (to.url !== undefined) return restoreDatabase(to.url, source, [ownMigrations, ...migrations])
  if (existsSync(placeOf(to.folder).cluster))
    throw new Error(
      `${to.folder} 里已有数据库：请用 --data 指定一个新的目录。\n${to.folder} has a database already: choose a new folder by --data.`,
    )
  const server = await startServer(to.folder)
  try {
    const contents = await restoreDatabase(server.url, source, [ownMigrations, ...migrations])
    await server.stop()
    return contents
  } catch (trouble) {
    await server.stop()
    rmSync(placeOf(to.folder).home, { recursive: true, force: true })
    rmSync(join(to.folder, 'database-id'), { force: true })
    throw trouble
  }
}

/** The owner's address: of the server that a running kitchen has started, or of one that is started for this and stopped after it. */
async function ownerOf({ folder, url }: Backup): Promise<Part<string>> {
  if (url !== undefined) return { value: url, stop: async () => {} }
  if (!existsSync(folder) || readdirSync(folder).length === 0) throw new Error(`${folder} 里没有数据。 There are no data in ${folder}.`)
  const place = placeOf(folder)
  const lock = await holdLock(place.home).catch(() => undefined)
  if (lock === undefined) return { value: runningUrl(place), stop: async () => {} }
  lock.close()
  const server = await startServer(folder)
  return { value: server.url, stop: server.stop }
}

function runningUrl({ cluster, home }: Place): string {
  const [, , , port, , , , state] = postmasterFile(cluster)
  if (state?.trim() !== 'ready')
    throw new Error('数据库正在启动或停止，请稍后再试。 The database is starting or stopping: try again in a moment.')
  return `postgres://owner:${readFileSync(join(home, 'password'), 'utf8')}@127.0.0.1:${port}/postgres`
}
