import { existsSync, mkdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

/** A maker that has not been heard of for this long was killed. */
const silentMs = 15_000

/**
 * Makes a folder once, whole or not at all, whoever asks at the same time in whatever process: `make` fills an unfinished folder, which then gets its
 * name in one step.
 */
export async function onceOnDisk(folder: string, make: (unfinished: string) => Promise<void>): Promise<void> {
  const [lock, unfinished] = [`${folder}.lock`, `${folder}.${process.pid}`]
  mkdirSync(dirname(folder), { recursive: true })
  for (; !existsSync(folder); await delay(200)) {
    if (!takeLock(lock)) continue
    const alive = setInterval(() => utimesSync(lock, new Date(), new Date()), silentMs / 5)
    try {
      if (existsSync(folder)) return
      rmSync(unfinished, { recursive: true, force: true })
      mkdirSync(unfinished, { recursive: true })
      await make(unfinished)
      renameSync(unfinished, folder)
    } finally {
      clearInterval(alive)
      rmSync(unfinished, { recursive: true, force: true })
      rmSync(lock, { recursive: true, force: true })
    }
  }
}

/** A folder is made by one alone; the lock of a killed maker is taken away for the next round. */
function takeLock(lock: string): boolean {
  try {
    mkdirSync(lock)
    return true
  } catch {
    const silent = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
    if (silent > silentMs) rmSync(lock, { recursive: true, force: true })
    return false
  }
}
