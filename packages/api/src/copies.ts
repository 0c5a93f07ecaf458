import { centreId, severity, storyId, versionNumber } from '@kitchen/model'
import { z } from 'zod'
import { storyView } from './stories.ts'

/** 转载 (text locked) · headline only · 授权改编. */
export const leave = z.enum(['reprint', 'headline', 'adapt'])
/** As above, changed here, only here, left out here. */
export const lineage = z.enum(['inherited', 'changed', 'local', 'leftOut'])

const hunk = z.object({ base: z.string(), theirs: z.string(), ours: z.string() })
/** One block in which this copy and the correction from above changed the same: a question with one choice. Blocks are document JSON, null where gone. */
export const question = z.object({
  block: z.string(),
  kind: z.enum(['text', 'attributes', 'deletedAbove', 'leftOutHere', 'structure', 'order']),
  hunks: z.array(hunk),
  base: z.unknown(),
  theirs: z.unknown(),
  ours: z.unknown(),
})
/** What was taken from above. `near`: beside a change of this copy in the same sentence, to be read before it is sealed. */
export const takenChange = z.object({
  block: z.string(),
  kind: z.enum(['text', 'inserted', 'deleted', 'moved', 'locked']),
  before: z.string(),
  after: z.string(),
  near: z.boolean(),
})

/**
 * GET /api/stories/:id/original: a copy against its original. `original` is the newest version above that the copy has heard of, `base` what its text was
 * last merged with. `waits`: the correction is there and not taken yet. Lineage by block id.
 */
export const originalView = z.object({
  story: storyId,
  origin: z.object({ story: storyId, version: versionNumber, centre: centreId }),
  leave,
  locked: z.array(z.string()),
  base: z.unknown(),
  original: z.unknown(),
  revision: z.int().min(0),
  lineage: z.record(z.string(), lineage),
  waits: z.boolean(),
  severity: severity.nullable(),
  note: z.string(),
  taken: z.array(takenChange),
  unread: z.array(z.string()),
  undoable: z.boolean(),
  questions: z.array(question),
})

/** POST /api/stories/:id/original/take `{revision}`: the waiting correction is merged. POST …/undo `{revision}`: what the merge took is given back. */
/** POST /api/stories/:id/original/choose: one question is decided. All of these answer `{story, original}`. */
export const chooseSide = z.strictObject({
  revision: z.int().min(0),
  block: z.string().max(100),
  kind: question.shape.kind,
  choice: z.enum(['ours', 'theirs', 'base']),
})
/** POST /api/stories/:id/original/read: a marked block was read. */
export const markRead = z.strictObject({ block: z.string().max(100) })
export const amended = z.object({ story: storyView, original: originalView })

export type OriginalView = z.infer<typeof originalView>
export type Question = z.infer<typeof question>
