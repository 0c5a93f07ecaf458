import { createHash } from 'node:crypto'
import type { Sha256 } from '@kitchen/model'
import { canonicalJson } from './canonical-json.ts'

/**
 * What a version's signatures are bound to: the document with the assets it shows and the outlets it goes to; of a correction also what readers are told
 * of it.
 */
export type Content = { readonly document: unknown; readonly assets: unknown; readonly outlets: unknown; readonly correction?: unknown }

/** `version.sealed` hash: SHA-256 of the canonical JSON of {assets, document, outlets}, of a correction {assets, correction, document, outlets}. */
export function contentHash({ document, assets, outlets, correction }: Content): Sha256 {
  return sha256Of(canonicalJson(correction === undefined ? { document, assets, outlets } : { document, assets, outlets, correction }))
}

/** A product's hash: over the sorted lines `<path> <sha256>` of its files; those below preview/ are for screens and not hashed. */
export function productHash(files: readonly { readonly path: string; readonly sha256: string }[]): Sha256 {
  return linesHash(files.filter(({ path }) => !path.startsWith('preview/')).map(({ path, sha256 }) => `${path} ${sha256}\n`))
}

/** What signatures name as `productsHash`: over the sorted lines `<outlet> <hash>` of all products of a version, a refused one as `<outlet> refused:<code>`. */
export function productsHash(
  products: readonly ({ readonly outlet: string } & ({ readonly hash: string } | { readonly refused: string }))[],
): Sha256 {
  return linesHash(products.map((one) => `${one.outlet} ${'hash' in one ? one.hash : `refused:${one.refused}`}\n`))
}

/** SHA-256 of text (as UTF-8) or bytes. */
export function sha256Of(bytes: string | Uint8Array): Sha256 {
  return createHash('sha256').update(bytes).digest('hex') as Sha256
}

const linesHash = (lines: readonly string[]): Sha256 => sha256Of([...lines].sort().join(''))
