import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { type Sha256, sha256 as sha256Schema } from '@kitchen/model'
import { believable, type Receipt } from './receipt.ts'

/** Where bytes come from. */
export type Source =
  | { readonly file: string; readonly move: boolean; readonly receipt?: Receipt | undefined }
  | { readonly bytes: Uint8Array }
/** A whole file that lies in `incoming/`, hashed. */
export type Arrived = { readonly path: string; readonly sha256: Sha256; readonly bytes: number }

const chunk = 1 << 20
const day = 24 * 60 * 60 * 1000

/** Opens the folder for arrivals and removes what processes that are gone left in it. Names start with the process id. */
export async function openIncoming(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true })
  for (const name of await readdir(folder)) {
    if (await abandoned(join(folder, name))) await rm(join(folder, name), { force: true })
  }
  return folder
}

/** Brings the bytes into `incoming/` and hashes them on the way. On trouble nothing stays behind. */
export async function arrive(incoming: string, source: Source): Promise<Arrived> {
  const path = join(incoming, `${process.pid}-${randomUUID()}`)
  try {
    if ('bytes' in source) return { path, ...(await fromBytes(path, source.bytes)) }
    return { path, ...(source.move && (await moved(source.file, path)) ? await told(path, source.receipt) : await copy(source, path)) }
  } catch (trouble) {
    await rm(path, { force: true })
    throw trouble
  }
}

async function fromBytes(path: string, bytes: Uint8Array) {
  await writeFile(path, bytes)
  return { sha256: sha256Schema.parse(createHash('sha256').update(bytes).digest('hex')), bytes: bytes.byteLength }
}

/** False when the file lies on another disk: then it is copied. */
async function moved(from: string, to: string): Promise<boolean> {
  return rename(from, to).then(
    () => true,
    (trouble: NodeJS.ErrnoException) => {
      if (trouble.code !== 'EXDEV') throw trouble
      return false
    },
  )
}

/** By the receipt when it is to be believed; else, whatever the reason, by reading. */
async function told(path: string, receipt: Receipt | undefined) {
  if (receipt === undefined || !(await believable(receipt, path))) return hashFile(path)
  return { sha256: receipt.sha256, bytes: receipt.bytes }
}

async function hashFile(path: string) {
  const meter = hashing()
  for await (const part of createReadStream(path, { highWaterMark: chunk })) meter.take(part)
  return meter.result()
}

async function copy({ file, move }: { file: string; move: boolean }, path: string) {
  const meter = hashing()
  const measured = async function* (parts: AsyncIterable<Uint8Array>) {
    for await (const part of parts) {
      meter.take(part)
      yield part
    }
  }
  await pipeline(createReadStream(file, { highWaterMark: chunk }), measured, createWriteStream(path, { highWaterMark: chunk }))
  if (move) await rm(file, { force: true })
  return meter.result()
}

function hashing() {
  const hash = createHash('sha256')
  let bytes = 0
  const take = (part: Uint8Array) => {
    hash.update(part)
    bytes += part.byteLength
  }
  return { take, result: () => ({ sha256: sha256Schema.parse(hash.digest('hex')), bytes }) }
}

/** A process id may be used again by a stranger, so a day of silence counts too. */
async function abandoned(path: string): Promise<boolean> {
  const owner = Number(/\/(\d+)-[^/]*$/.exec(path)?.[1] ?? 0)
  const found = await stat(path).catch(() => undefined)
  if (!found) return false
  return !alive(owner) || Date.now() - found.mtimeMs > day
}

function alive(pid: number): boolean {
  if (pid === 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (trouble) {
    return trouble instanceof Error && 'code' in trouble && trouble.code === 'EPERM'
  }
}
