import { link, mkdir, readdir, rm, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { type GrowingFile, growingFile, type Receipt } from '@kitchen/blob-store'
import { refuse } from './refusals.ts'

/** The folder where uploads grow, a file per asset named by its id. It must lie on the disk of this process: one ingest per folder. */
export type Spool = {
  readonly folder: string
  readonly path: (id: string) => string
  /** Bytes that have arrived; undefined when there is no such file. */
  readonly sizeOf: (id: string) => Promise<{ readonly bytes: number; readonly changed: Date } | undefined>
  /** Writes what comes behind the first `at` bytes, hashing it; the new length. */
  readonly append: (id: string, parts: AsyncIterable<Uint8Array>, at: number) => Promise<number>
  /** Syncs the file and says what it holds; undefined when this process has not written all of it, as after a restart: then it has to be read. */
  readonly receipt: (id: string) => Promise<Receipt | undefined>
  /** A second name of the same bytes, to be given away to the blob store while the first stays until all is committed. */
  readonly twin: (id: string) => Promise<string>
  readonly remove: (id: string) => Promise<void>
  readonly ids: () => Promise<string[]>
  /** Refuses `ingest/disk-full` unless so many bytes fit and a reserve stays. */
  readonly demandRoom: (bytes: number) => Promise<void>
}

const reserve = 512 * 1024 * 1024
/** Hashes of so many uploads are kept while they arrive; the oldest of more is dropped, and its file read at the end. */
const hashed = 500

export async function openSpool(folder: string): Promise<Spool> {
  await mkdir(folder, { recursive: true })
  const path = (id: string) => join(folder, id)
  const growing = growingFiles(path)
  return {
    folder,
    path,
    sizeOf: async (id) => stat(path(id)).then(({ size, mtime }) => ({ bytes: size, changed: mtime }), absent),
    append: (id, parts, at) => growing.of(id).append(parts, at),
    receipt: async (id) => growing.known(id)?.receipt(),
    twin: async (id) => {
      const twin = path(`${id}.twin`)
      await rm(twin, { force: true })
      await link(path(id), twin)
      return twin
    },
    remove: async (id) => {
      growing.forget(id)
      await rm(path(id), { force: true })
      await rm(path(`${id}.twin`), { force: true })
    },
    ids: async () => [...new Set((await readdir(folder)).map((name) => name.replace(/\.twin$/, '')))],
    demandRoom: async (bytes) => {
      const { bavail, bsize } = await statfs(folder)
      if (bavail * bsize < bytes + reserve) throw refuse('ingest/disk-full')
    },
  }
}

function growingFiles(path: (id: string) => string) {
  const files = new Map<string, GrowingFile>()
  const forget = (id: string | undefined) => {
    if (id === undefined) return
    files.get(id)?.forget()
    files.delete(id)
  }
  const of = (id: string) => {
    const file = files.get(id) ?? growingFile(path(id))
    files.delete(id)
    files.set(id, file)
    if (files.size > hashed) forget(files.keys().next().value)
    return file
  }
  return { of, known: (id: string) => files.get(id), forget }
}

function absent(trouble: NodeJS.ErrnoException): undefined {
  if (trouble.code !== 'ENOENT') throw trouble
}
