import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import type { Sha256 } from '@kitchen/model'

/** Files of blobs on this machine, for programs that read files. Several processes may share the folder. */
export type LocalCache = {
  /** The file, when it is here; it stays for the time of a long job after it was asked for. */
  readonly find: (address: Sha256) => Promise<string | undefined>
  /** Gives a whole file away to the cache. */
  readonly keep: (address: Sha256, file: string) => Promise<string>
  readonly forget: (address: Sha256) => Promise<void>
}

/** What was asked for within this time stays even where the cache is full: somebody may be reading it. In milliseconds. */
const inUse = 6 * 3_600_000

/** Holds about `bytes` at most; beyond that what was asked for longest ago goes, as soon as nobody can be reading it any more. */
export async function openCache(folder: string, bytes: number): Promise<LocalCache> {
  await mkdir(folder, { recursive: true })
  let room = 0 // what may come before the folder is measured again
  const keep = async (address: Sha256, file: string) => {
    const { size } = await stat(file)
    room -= size
    if (room < 0) room = bytes - (await shrink(folder, Math.max(0, bytes - size))) - size
    const path = join(folder, address)
    await rename(file, path)
    return path
  }
  const find = async (address: Sha256) => {
    const path = join(folder, address)
    const now = new Date()
    return utimes(path, now, now).then(
      () => path,
      () => undefined,
    )
  }
  return { find, keep, forget: (address) => rm(join(folder, address), { force: true }) }
}

/** Removes the oldest until what is left fits, and gives what is left, in bytes. */
async function shrink(folder: string, limit: number): Promise<number> {
  const files = await Promise.all(
    (await readdir(folder)).map(async (name) => {
      const found = await stat(join(folder, name)).catch(() => undefined)
      return found ? [{ path: join(folder, name), bytes: found.size, asked: found.mtimeMs }] : []
    }),
  )
  const oldestFirst = files.flat().sort((a, b) => a.asked - b.asked)
  let all = oldestFirst.reduce((sum, { bytes }) => sum + bytes, 0)
  for (const { path, bytes, asked } of oldestFirst) {
    if (all <= limit || Date.now() - asked < inUse) break
    await rm(path, { force: true })
    all -= bytes
  }
  return all
}

/** A name for a file that is on its way into the cache; whatever a killed process left under such a name is swept with `incoming/`. */
export const arrivingName = (): string => `${process.pid}-${randomUUID()}`
