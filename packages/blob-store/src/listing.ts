import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Sha256, sha256 as sha256Schema } from '@kitchen/model'

/** All addresses below `root` in order, those greater than `after` only; one folder is in memory at a time. */
export async function* listBlobs(root: string, after?: Sha256): AsyncIterable<Sha256> {
  const past = after ?? ''
  for (const first of await sorted(root, past.slice(0, 2))) {
    for (const second of await sorted(join(root, first), past.startsWith(first) ? past.slice(2, 4) : '')) {
      for (const name of await sorted(join(root, first, second), '')) if (name > past) yield sha256Schema.parse(name)
    }
  }
}

/** A folder that vanished meanwhile is an empty one. */
async function sorted(folder: string, from: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => [])
  return names.filter((name) => name >= from).sort()
}
