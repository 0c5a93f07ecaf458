import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { copyFile, link, mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { BlobStore } from '@kitchen/blob-store'
import type { Sha256 } from '@kitchen/model'
import { refuse } from '../refusals.ts'

type File = { readonly path: string; readonly sha256: Sha256; readonly bytes: number }

/** A path inside a product: relative, forward slashes, no step upwards, no hidden or odd name. Refuses any other. */
export function safePath(path: string): string {
  const parts = path.split('/')
  const fine =
    parts.length <= 8 &&
    path.length <= 240 &&
    parts.every((part) => /^[^\\/:*?"<>|\p{Cc}]{1,120}$/u.test(part) && !part.startsWith('.') && !part.endsWith('.part'))
  if (!fine) throw refuse('distribution/unsafe-path', { path: path.slice(0, 80) })
  return path
}

/** Brings one file into the folder, whole or not at all. On the same disk it is a link to the stored bytes, which are read-only and never change; else a copy. */
export async function place(folder: string, file: File, blobs: BlobStore): Promise<void> {
  const target = join(folder, safePath(file.path))
  if ((await stat(target).catch(() => undefined))?.size === file.bytes && (await readBack(folder, file)).whole) return
  await mkdir(dirname(target), { recursive: true })
  const source = await blobs.local(file.sha256)
  await rm(`${target}.part`, { force: true })
  await link(source, `${target}.part`).catch(() => copyFile(source, `${target}.part`))
  await arrive(target)
}

/** Writes a small file so that it appears whole. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const part = await open(`${path}.part`, 'w')
  await part.writeFile(text).finally(() => part.close())
  await arrive(path)
}

async function arrive(path: string): Promise<void> {
  await sync(`${path}.part`)
  await rename(`${path}.part`, path)
  await rm(`${path}.part`, { force: true }) // renaming a link onto itself leaves both names
  await sync(dirname(path))
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r')
  await handle.sync().finally(() => handle.close())
}

export const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

/** What is really there under that name: hashed again, once per file on the disk however many outlets link to it. */
export async function readBack(
  folder: string,
  { path, sha256, bytes }: File,
): Promise<{ path: string; sha256: string; bytes: number; whole: boolean }> {
  const full = join(folder, safePath(path))
  const found = await stat(full).catch(() => undefined)
  if (!found) return { path, sha256: '', bytes: 0, whole: false }
  const seen = await hashOnce(`${found.dev}:${found.ino}:${found.size}:${found.mtimeMs}`, full)
  return { path, sha256: seen, bytes: found.size, whole: seen === sha256 && found.size === bytes }
}

const hashes = new Map<string, Promise<string>>()
const most = 2000
function hashOnce(key: string, path: string): Promise<string> {
  const known = hashes.get(key)
  if (known) return known
  const hashing = hashOf(path)
  hashes.set(key, hashing)
  hashing.catch(() => hashes.delete(key))
  if (hashes.size > most) hashes.delete(hashes.keys().next().value!)
  return hashing
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}
