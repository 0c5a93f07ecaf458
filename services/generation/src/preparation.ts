import type { ProductFile } from '@kitchen/api'
import type { BlobStore } from '@kitchen/blob-store'
import type { AssetId } from '@kitchen/model'
import type { Story } from './story/story.ts'

/** One recipe of an asset that is done: a file, or a playlist (first) with its parts. */
export type Rendition = {
  readonly recipe: string
  readonly files: readonly ProductFile[]
  readonly width: number | null
  readonly height: number | null
  readonly durationMs: number | null
}
/** What this service knows of an asset: its renditions by recipe, and whether it carries the label of AI-made content (GB 45438-2025). */
export type Asset = { readonly id: AssetId; readonly aigc: boolean; readonly renditions: ReadonlyMap<string, Rendition> }

/** The work that all products of one version share: the read story, its assets, and everything that is made once and used by many centres. */
export type Preparation = {
  readonly story: Story
  readonly assets: ReadonlyMap<AssetId, Asset>
  readonly blobs: BlobStore
  /** Where published sites are reached, no slash at the end. */
  readonly publicOrigin: string
  /** The value of `make` for this key, made by whoever asks first. A failure is not kept: the next one tries again. */
  readonly once: <T>(key: string, make: () => Promise<T>) => Promise<T>
}

/** A preparation of a story; the makers fill it as they go. */
export function prepare(given: Omit<Preparation, 'once'>): Preparation {
  const kept = new Map<string, Promise<unknown>>()
  const once = <T>(key: string, make: () => Promise<T>): Promise<T> => {
    const before = kept.get(key) as Promise<T> | undefined
    if (before) return before
    const made = make()
    kept.set(key, made)
    made.catch(() => kept.delete(key))
    return made
  }
  return { ...given, once }
}

/** A rendition of an asset, or undefined when it could not be made. */
export const renditionOf = (preparation: Preparation, asset: AssetId, recipe: string): Rendition | undefined =>
  preparation.assets.get(asset)?.renditions.get(recipe)

/** The address of a stored file as products name it: never signed, decided by the edge at read. */
export const mediaUrl = ({ sha256, path }: Pick<ProductFile, 'sha256' | 'path'>): string =>
  `/media/${sha256}/${path.slice(path.lastIndexOf('/') + 1)}`
