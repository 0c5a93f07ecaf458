import { centreId, instant, storyId, versionNumber } from '@kitchen/model'
import { z } from 'zod'

/** GET /api/offers answers `{offers}`: released stories of other centres that are open to mine, newest first. */
export const offerView = z.object({
  story: storyId,
  version: versionNumber,
  from: centreId,
  headline: z.string(),
  state: z.enum(['open', 'adopted', 'recalled']),
  copy: storyId.nullable(),
  document: z.unknown(),
  at: instant,
})
export const offerList = z.object({ offers: z.array(offerView) })
/** POST /api/offers/:story/adopt `{}` → `{copy}`: the new story, open in the caller's centre as soon as editing has it. */
export const adopted = z.object({ copy: storyId })
/** GET /api/copies?story= answers `{copies}`: who took a story of my centre over. */
export const copyList = z.object({
  copies: z.array(z.object({ copy: storyId, centre: centreId, person: z.string(), at: instant, recalledAt: instant.nullable() })),
})
export type OfferView = z.infer<typeof offerView>
