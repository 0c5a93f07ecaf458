import { createHash } from 'node:crypto'
import type { ProductFile } from '@kitchen/api'
import type { BlobStore } from '@kitchen/blob-store'
import type { Bilingual, Centre, Outlet, Sha256 } from '@kitchen/model'
import type { Preparation } from './preparation.ts'

/** A file of a product before it is stored: its content, or bytes that are in the store already (a rendition, or made once for all centres). */
export type ProductPart = { readonly path: string; readonly mediaType: string; readonly content: string | Uint8Array } | ProductFile
/** What a maker gives. `media`: every blob that the product names as /media/<sha256>/…; `notes`: what a person should know of it. */
export type Made = { readonly parts: readonly ProductPart[]; readonly media: readonly Sha256[]; readonly notes: readonly Bilingual[] }

/** One version for one outlet of one centre. */
export type Order = { readonly preparation: Preparation; readonly outlet: Outlet; readonly centre: Centre }
/** Makes a product: a pure function of the order (same version, profile and renditions: same bytes). Throws a Refusal when there can be none. */
export type Maker = (order: Order) => Promise<Made>

/** A product whose files are in the store. */
export type StoredProduct = {
  readonly hash: Sha256
  readonly files: readonly ProductFile[]
  readonly media: readonly Sha256[]
  readonly notes: readonly Bilingual[]
}

/** Puts a product's files into the store and hashes it. */
export async function storeProduct(made: Made, blobs: BlobStore): Promise<StoredProduct> {
  const files = await Promise.all(made.parts.map((part) => storePart(part, blobs)))
  files.sort((a, b) => (a.path < b.path ? -1 : 1))
  return { hash: hashOf(files), files, media: [...new Set(made.media)].sort(), notes: made.notes }
}

async function storePart(part: ProductPart, blobs: BlobStore): Promise<ProductFile> {
  if (!('content' in part)) return part
  const { sha256, bytes } = await blobs.putBytes(part.content)
  return { path: part.path, sha256, bytes, mediaType: part.mediaType }
}

/** SHA-256 over the sorted lines `<path> <sha256>\n` of all files but those below preview/, which are for screens. */
export function hashOf(files: readonly ProductFile[]): Sha256 {
  const lines = files
    .filter(({ path }) => !path.startsWith('preview/'))
    .map(({ path, sha256 }) => `${path} ${sha256}\n`)
    .sort()
  return createHash('sha256').update(lines.join('')).digest('hex') as Sha256
}
