import { createReadStream } from 'node:fs'
import { access, mkdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type Sha256, sha256 as sha256Schema } from '@kitchen/model'
import { arrive, openIncoming, type Source } from './arrival.ts'
import type { BlobStore, Stored } from './blob-store.ts'
import { listBlobs } from './listing.ts'
import { settle } from './settling.ts'

/**
 * A store in a folder: blobs as read-only files `sha256/ab/cd/<address>`, arrivals in `incoming/` of the same folder, so that the
 * last step is a rename. Several processes may open the same folder; what a killed one left in `incoming/` is removed here.
 */
export async function openDiskStore(folder: string): Promise<BlobStore> {
  const root = join(folder, 'sha256')
  await mkdir(root, { recursive: true })
  const incoming = await openIncoming(join(folder, 'incoming'))
  const store = async (source: Source): Promise<Stored> => {
    const arrived = await arrive(incoming, source)
    await settle(arrived.path, pathOf(root, arrived.sha256), arrived.bytes)
    return { sha256: arrived.sha256, bytes: arrived.bytes }
  }
  return {
    put: (file, how) => store({ file, move: how?.move ?? false, receipt: how?.receipt }),
    putBytes: (bytes) => store({ bytes: typeof bytes === 'string' ? Buffer.from(bytes) : bytes }),
    stream: (address, range) => createReadStream(pathOf(root, address), range),
    bytes: (address) => readFile(pathOf(root, address)),
    stat: (address) => sizeOf(pathOf(root, address)),
    local: async (address) => access(pathOf(root, address)).then(() => pathOf(root, address)),
    delete: (address) => rm(pathOf(root, address), { force: true }),
    list: (after) => listBlobs(root, after),
  }
}

/** Two levels of 256 folders keep each folder small. Parsed again: an address from outside must never become another path. */
function pathOf(root: string, address: Sha256): string {
  const name = sha256Schema.parse(address)
  return join(root, name.slice(0, 2), name.slice(2, 4), name)
}

async function sizeOf(path: string): Promise<{ bytes: number } | undefined> {
  const found = await stat(path).catch(absent)
  return found && { bytes: found.size }
}

function absent(trouble: NodeJS.ErrnoException): undefined {
  if (trouble.code !== 'ENOENT') throw trouble
}
