import type { ProductFile } from '@kitchen/api'
import type { BlobStore } from '@kitchen/blob-store'
import type { AssetId, Centre, Outlet } from '@kitchen/model'
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
  /** The region's time zone, for example Asia/Shanghai. */
  readonly timeZone: string
  /** The outlets that are made for together: the press sets a story once for all of them. */
  readonly together: readonly { readonly outlet: Outlet; readonly centre: Centre }[]
  /** Once for the products that are made together. */
  readonly once: Shelf
  /** Once for everything made of the same picture: keys name its bytes. Holds pixels, so it is small. */
  readonly pictures: Shelf
}

/** Keeps what was made under a key; the least recently used goes when there are more than `most`. A failure is not kept: the next one tries again. */
export type Shelf = <T>(key: string, make: () => Promise<T>) => Promise<T>

export function createShelf(most = 10): Shelf {
  const kept = new Map<string, Promise<unknown>>()
  return <T>(key: string, make: () => Promise<T>): Promise<T> => {
    const made = (kept.get(key) as Promise<T> | undefined) ?? make()
    kept.delete(key)
    kept.set(key, made)
    made.catch(() => kept.delete(key))
    if (kept.size > most) kept.delete(kept.keys().next().value!)
    return made
  }
}

/** A preparation of a story; the makers fill it as they go. What is named by the content of pictures stands on `shelf`, which outlives it. */
export function prepare({
  shelf = createShelf(),
  ...given
}: Omit<Preparation, 'once' | 'pictures'> & { readonly shelf?: Shelf }): Preparation {
  return { ...given, pictures: shelf, once: createShelf(Number.POSITIVE_INFINITY) }
}

/** A rendition of an asset, or undefined when it could not be made. */
export const renditionOf = (preparation: Preparation, asset: AssetId, recipe: string): Rendition | undefined =>
  preparation.assets.get(asset)?.renditions.get(recipe)

/** The address of a stored file as products name it: never signed, decided by the edge at read. */
export const mediaUrl = ({ sha256, path }: Pick<ProductFile, 'sha256' | 'path'>): string =>
  `/media/${sha256}/${path.slice(path.lastIndexOf('/') + 1)}`
