import { existsSync, lstatSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { holdLock } from './lock.ts'
import { ownerNote, shared } from './place.ts'

/** A database of root's whose data folder is gone (`folder` says which it was) or has another one now. */
export type Abandoned = { readonly id: string; readonly home: string; readonly folder: string; readonly bytes: number }

/** Databases under /var/lib/central-kitchen that no data folder names any more. One that never wrote down its folder is left out: nobody knows. */
export function abandonedDatabases(): readonly Abandoned[] {
  const names = existsSync(shared) ? readdirSync(shared).filter((name) => /^(test-)?[0-9a-f]{12}$/.test(name)) : []
  return names.flatMap((id) => {
    const home = join(shared, id)
    const folder = readOr(join(home, ownerNote))
    if (folder === undefined || readOr(join(folder, 'database-id'))?.trim() === id) return []
    return [{ id, home, folder, bytes: sizeOf(home) }]
  })
}

/** Deletes one for good. Refuses one that is open in a process, and one whose folder has come back. */
export async function removeAbandoned(one: Abandoned): Promise<void> {
  const lock = await holdLock(one.home)
  try {
    if (readOr(join(one.folder, 'database-id'))?.trim() === one.id) throw new Error(`${one.folder} is there again`)
    rmSync(one.home, { recursive: true, force: true })
  } finally {
    lock.close()
  }
}

function readOr(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

function sizeOf(path: string): number {
  const found = lstatSync(path, { throwIfNoEntry: false })
  if (!found?.isDirectory()) return found?.size ?? 0
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0)
}
