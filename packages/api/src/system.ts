import { bilingual, centreId, instant, storyId } from '@kitchen/model'
import { z } from 'zod'

/** One thing that does not move, with a reason and a button. `details`: the program's own words, for support. `do` is posted to `/api/system/<part>/act`. */
export const stuckView = z.object({
  part: z.string(),
  kind: z.enum(['waiting', 'retrying', 'failed', 'parked', 'person']),
  id: z.string(),
  what: bilingual,
  why: bilingual,
  next: bilingual,
  details: z.string().optional(),
  centre: centreId.nullable(),
  story: storyId.nullable(),
  since: instant,
  actions: z.array(z.object({ do: z.string(), label: bilingual })),
})
/** GET /api/system answers `systemView`: every part's figures and what is stuck in it. */
export const systemView = z.object({
  parts: z.array(
    z.object({
      part: z.string(),
      state: z.enum(['ready', 'starting', 'trouble']),
      figures: z.array(z.object({ name: bilingual, value: z.number(), unit: z.string() })),
    }),
  ),
  stuck: z.array(stuckView),
})
/** POST /api/system/:part/act → 204. */
export const act = z.strictObject({ id: z.string(), do: z.string() })
export type StuckView = z.infer<typeof stuckView>
export type SystemView = z.infer<typeof systemView>

/**
 * socket.io namespace /live (session cookie): the server sends `hint` to everybody of the centres it concerns: something about this story, asset or the system changed, fetch it.
 */
export const hint = z.object({
  about: z.enum(['story', 'products', 'deliveries', 'assets', 'offers', 'system', 'searches']),
  id: z.string().nullable(),
})
export type Hint = z.infer<typeof hint>
