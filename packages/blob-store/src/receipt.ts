import { stat } from 'node:fs/promises'
import type { Sha256 } from '@kitchen/model'

/**
 * Says what a file holds, without reading it: the hash was taken of the very bytes that were written. Only `growingFile` issues it, and it is
 * good only for the same file, untouched since; whatever else looks like one is not believed.
 */
export type Receipt = {
  readonly sha256: Sha256
  readonly bytes: number
  readonly file: FileMark
}

/** Which file it is, and when it was last written to, in nanoseconds (the clock of a disk ticks every few milliseconds). */
type FileMark = { readonly dev: bigint; readonly ino: bigint; readonly size: bigint; readonly mtimeNs: bigint }

const issued = new WeakSet<Receipt>()

export function issueReceipt(sha256: Sha256, file: FileMark): Receipt {
  const receipt = Object.freeze({ sha256, bytes: Number(file.size), file: Object.freeze({ ...file }) })
  issued.add(receipt)
  return receipt
}

export async function markOf(path: string): Promise<FileMark> {
  const { dev, ino, size, mtimeNs } = await stat(path, { bigint: true })
  return { dev, ino, size, mtimeNs }
}

/** True when this process issued the receipt for exactly this file as it lies there now. */
export async function believable(receipt: Receipt, path: string): Promise<boolean> {
  return issued.has(receipt) && sameMark(receipt.file, await markOf(path))
}

export function sameMark(one: FileMark, other: FileMark): boolean {
  return one.dev === other.dev && one.ino === other.ino && one.size === other.size && one.mtimeNs === other.mtimeNs
}
