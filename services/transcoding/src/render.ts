import type { BlobStore } from '@kitchen/blob-store'
import { type Rendered, type RenderNeeds, renderAudio, renderOpening, renderPhoto, renderVideo } from '@kitchen/media'
import type { Job } from './job.ts'

/** What a rendering tells while it runs. */
export type Listener = {
  readonly done: (rendered: Rendered) => Promise<void>
  readonly failed: (recipe: string, error: unknown) => Promise<void>
  readonly onProgress: (percent: number) => void
  readonly skip: ReadonlySet<string>
  readonly signal: AbortSignal
}

/** Renders one lane of a source in an empty scratch folder. Throws a Refusal when the source itself is bad. */
export async function render(job: Job, blobs: BlobStore, folder: string, listener: Listener): Promise<void> {
  const source = await blobs.local(job.sha256)
  const keep = (file: string) => blobs.put(file, { move: true })
  const needs: RenderNeeds = { ...listener, source, folder, aigc: job.aigc, keep }
  switch (job.kind) {
    case 'photo':
      return renderPhoto(needs)
    case 'audio':
      return renderAudio(needs)
    case 'video':
      return job.lane === 'opening' ? renderOpening(needs) : renderVideo({ ...needs, madeAt: job.madeAt })
    default:
      return job.kind satisfies never
  }
}
