import { assetId, instant, sha256, storyId } from '@kitchen/model'
import { z } from 'zod'
import { failure } from './problem.ts'

/**
 * Upload: tus 1.0 at /api/uploads, metadata `filename`, `story` (optional). The upload's id is the asset's id (its URL ends in it).
 * GET /api/assets?story=&ids= answers `{assets: assetView[]}` (ingest).
 */
export const assetView = z.object({
  id: assetId,
  story: storyId.nullable(),
  name: z.string(),
  state: z.enum(['arriving', 'received', 'refused']),
  bytes: z.int(),
  received: z.int(),
  kind: z.enum(['photo', 'video', 'audio']).nullable(),
  sha256: sha256.nullable(),
  mediaType: z.string().nullable(),
  width: z.int().nullable(),
  height: z.int().nullable(),
  durationMs: z.int().nullable(),
  aigc: z.boolean(),
  failure: failure.nullable(),
  at: instant,
})
export const assetList = z.object({ assets: z.array(assetView) })

/** GET /api/renditions?assets=id,id answers `{assets: renditionsView[]}` (transcoding). `url` is /media/<sha256>/<name>. */
export const renditionsView = z.object({
  asset: assetId,
  state: z.enum(['waiting', 'working', 'paused', 'done', 'failed']),
  stage: z.string().nullable(),
  percent: z.int().min(0).max(100),
  failure: failure.nullable(),
  renditions: z.array(
    z.object({
      recipe: z.string(),
      width: z.int().nullable(),
      height: z.int().nullable(),
      durationMs: z.int().nullable(),
      url: z.string(),
      sha256,
      bytes: z.int(),
      mediaType: z.string(),
    }),
  ),
})
export const renditionList = z.object({ assets: z.array(renditionsView) })
/** POST /api/renditions/:asset `{do: 'pause' | 'resume' | 'retry'}` → `renditionsView`. */
export const steerRendering = z.strictObject({ do: z.enum(['pause', 'resume', 'retry']) })

/** POST /api/manuscripts?name=<file name>, body: the file's bytes → `manuscript`: blocks of our schema and what was left behind. Pictures inside a .docx become uploads of the caller. */
export const manuscript = z.object({
  document: z.unknown(),
  notes: z.array(z.object({ zh: z.string(), en: z.string() })),
  pictures: z.array(z.object({ asset: assetId, name: z.string() })),
})

export type AssetView = z.infer<typeof assetView>
export type RenditionsView = z.infer<typeof renditionsView>
export type Manuscript = z.infer<typeof manuscript>
