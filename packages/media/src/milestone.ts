import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const names = z.array(z.string())
const mark = 'done.json'

/**
 * Does a part of a long work once: a folder that stands for all of `wanted`, as a process left it that was killed later, is taken as it is. `work`
 * is given a folder that takes the name when it is whole, in one step; so a late twin of this process can spoil nothing. True when it was done now.
 */
export async function once(folder: string, wanted: readonly string[], work: (fresh: string) => Promise<void>): Promise<boolean> {
  const done = await readFile(join(folder, mark), 'utf8').then(marked, (): string[] => [])
  if (wanted.every((name) => done.includes(name))) return false
  const fresh = `${folder}.${process.pid}`
  for (const old of [folder, fresh]) await rm(old, { recursive: true, force: true })
  await mkdir(fresh)
  await work(fresh)
  await writeFile(join(fresh, mark), JSON.stringify(wanted))
  await rename(fresh, folder)
  return true
}

/** A mark that was cut short is none. */
function marked(text: string): string[] {
  try {
    return names.parse(JSON.parse(text))
  } catch {
    return []
  }
}
