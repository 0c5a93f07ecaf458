import type { AiLabel } from './ai-label.ts'

/** Takes a finished file over (a blob store's `put`); afterwards the file may be gone. */
export type Keep = (file: string) => Promise<{ readonly sha256: string; readonly bytes: number }>
export type RenderedFile = { readonly path: string; readonly sha256: string; readonly bytes: number; readonly mediaType: string }

/** One recipe, done: its files are kept and have passed the guard. `files[0]` is the one to open. */
export type Rendered = {
  readonly recipe: string
  readonly files: readonly RenderedFile[]
  readonly width: number | null
  readonly height: number | null
  readonly durationMs: number | null
}

/** What every recipe is given. `source` is read only, `folder` an empty scratch folder of this job alone. */
export type RenderNeeds = {
  readonly source: string
  readonly folder: string
  readonly aigc: AiLabel | null
  readonly keep: Keep
  /** Told of each recipe as soon as it is done. */
  readonly done: (rendered: Rendered) => Promise<void>
  /** Told of each recipe that cannot be made; the error is a Refusal when it was expected. */
  readonly failed: (recipe: string, error: unknown) => Promise<void>
  /** Overall percent of this rendering, 0 to 100. */
  readonly onProgress: (percent: number) => void
  /** Recipes that were made before: not made again. */
  readonly skip: ReadonlySet<string>
  readonly signal?: AbortSignal | undefined
}

/** Media types of what the recipes write, by file ending. */
const mediaTypes: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  webp: 'image/webp',
  avif: 'image/avif',
  mp4: 'video/mp4',
  m4s: 'video/iso.segment',
  m3u8: 'application/vnd.apple.mpegurl',
  mxf: 'application/mxf',
  m4a: 'audio/mp4',
}

/** Media type of a rendition's file by its ending. A bug when the ending is not one of ours. */
export function mediaTypeOf(name: string): string {
  const found = mediaTypes[name.slice(name.lastIndexOf('.') + 1)]
  if (found === undefined) throw new Error(`no media type for ${name}`)
  return found
}
