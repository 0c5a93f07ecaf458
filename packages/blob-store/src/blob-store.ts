import type { Readable } from 'node:stream'
import type { Sha256 } from '@kitchen/model'
import type { Receipt } from './receipt.ts'

/** What the store holds of one put: the address and the size. */
export type Stored = { readonly sha256: Sha256; readonly bytes: number }

/**
 * Bytes by their SHA-256: written once, never changed, the same bytes stored once. Once a put has answered, the bytes are on disk
 * (file and folder are synced), whole, and a crash at any moment leaves either all of a blob or nothing.
 */
export type BlobStore = {
  /**
   * Takes a local file over. It is copied and stays where it is; with `move` it is given away and gone afterwards. A `receipt` of `growingFile`
   * spares reading it once more; one that is not of exactly these bytes changes nothing: then the file is read.
   */
  readonly put: (file: string, how?: { readonly move: boolean; readonly receipt?: Receipt | undefined }) => Promise<Stored>
  /** Stores bytes, or a text as UTF-8. */
  readonly putBytes: (bytes: Uint8Array | string) => Promise<Stored>
  /** The bytes, or a range of them (`end` inclusive, in bytes). A missing blob is an `error` of the stream with the code ENOENT. */
  readonly stream: (sha256: Sha256, range?: { readonly start: number; readonly end: number }) => Readable
  /** All bytes in memory. Fails with ENOENT when there is no such blob. */
  readonly bytes: (sha256: Sha256) => Promise<Buffer>
  readonly stat: (sha256: Sha256) => Promise<{ readonly bytes: number } | undefined>
  /** A path for programs that read files; it must not be written to. Fails with ENOENT when there is no such blob. */
  readonly local: (sha256: Sha256) => Promise<string>
  /** Forgets the bytes; a blob that is not there is fine. */
  readonly delete: (sha256: Sha256) => Promise<void>
  /** All addresses in order, those greater than `after` only. */
  readonly list: (after?: Sha256) => AsyncIterable<Sha256>
}
