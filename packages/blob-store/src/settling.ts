import { chmod, mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Makes an arrived file the blob at `target`, durably: sync the file, rename, sync its folder (and new parents).
 * The same bytes may be there already: then the arrival is dropped. A blob of another size is a damaged one and is replaced.
 */
export async function settle(arrived: string, target: string, bytes: number): Promise<void> {
  if (await sameSize(target, bytes)) return rm(arrived, { force: true })
  await chmod(arrived, 0o444)
  await sync(arrived)
  const made = await mkdir(dirname(target), { recursive: true })
  await rename(arrived, target)
  await sync(dirname(target))
  if (made !== undefined) await syncParents(dirname(target))
}

async function sameSize(path: string, bytes: number): Promise<boolean> {
  const found = await stat(path).catch(() => undefined)
  return found?.size === bytes
}

async function syncParents(folder: string): Promise<void> {
  await sync(dirname(folder))
  await sync(dirname(dirname(folder)))
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r')
  await handle.sync().finally(() => handle.close())
}
