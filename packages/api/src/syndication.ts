import { centreId, channel, instant, outletId, type severity, storyId, versionNumber } from '@kitchen/model'
import { z } from 'zod'
import { leave } from './copies.ts'

/**
 * GET /api/offers answers `{offers}`: released stories of other centres that are open to mine, the five of today first (`today`), then newest. `slots`: how
 * many holes are to be filled. `carried`: a must-carry story that goes out here by standing authorisation anyway.
 */
export const offerView = z.object({
  story: storyId,
  version: versionNumber,
  from: centreId,
  headline: z.string(),
  state: z.enum(['open', 'adopted', 'recalled']),
  copy: storyId.nullable(),
  document: z.unknown(),
  leave,
  locked: z.array(z.string()),
  credit: z.string(),
  embargo: instant.nullable(),
  expires: instant.nullable(),
  mustCarry: z.boolean(),
  slots: z.int(),
  takers: z.int(),
  today: z.boolean(),
  at: instant,
})
export const offerList = z.object({ offers: z.array(offerView) })
/** POST /api/offers/:story/adopt `{}` → `{copy}`: the new story, open in the caller's centre as soon as editing has it. */
export const adopted = z.object({ copy: storyId })
/** POST /api/offers/:story/open `{}` → 204: the caller's centre has looked at it. */

/** PUT /api/offers/:story/terms → `{terms}`: what other centres may do with a story of mine. `to`: who is offered it; whoever has it keeps it. */
export const offerTerms = z.strictObject({
  leave,
  locked: z.array(z.string().max(100)).max(1000),
  credit: z.string().trim().max(200),
  embargo: instant.nullable(),
  expires: instant.nullable(),
  to: z.array(centreId).max(200),
})
export const termsAnswer = z.object({ terms: offerTerms })

/** GET /api/copies?story= answers `{copies}`: who took a story of my centre over. */
export const copyList = z.object({
  copies: z.array(z.object({ copy: storyId, centre: centreId, person: z.string(), at: instant, recalledAt: instant.nullable() })),
})

/** How far a centre is with an offer. */
export const stage = z.enum(['offered', 'opened', 'adopted', 'localised', 'signed', 'delivered', 'recalled'])
/** GET /api/offer-board answers `{rows}`: each story of my centre that is offered, with each centre it is open to; the newest 50. */
export const offerBoard = z.object({
  rows: z.array(
    z.object({
      story: storyId,
      version: versionNumber,
      headline: z.string(),
      at: instant,
      terms: offerTerms,
      cells: z.array(
        z.object({
          centre: centreId,
          stage,
          copy: storyId.nullable(),
          person: z.string().nullable(),
          since: instant,
          signatures: z.int(),
          delivered: z.int(),
          asked: z.int(),
          unread: z.int(),
          waits: z.boolean(),
        }),
      ),
    }),
  ),
})

/** GET /api/ledger?month=2025-11&side=given|taken answers `{lines}` (采用回流), newest first; /api/ledger.xlsx the same as a workbook. */
export const ledgerLine = z.object({
  copy: storyId,
  version: versionNumber,
  story: storyId,
  taken: versionNumber,
  origin: centreId,
  centre: centreId,
  person: z.string(),
  headline: z.string(),
  copyHeadline: z.string(),
  kept: z.int(),
  characters: z.int(),
  at: instant,
  places: z.array(z.object({ outlet: outletId, channel, url: z.string().nullable(), at: instant })),
  blocks: z.record(z.string(), z.object({ kept: z.int(), of: z.int() })),
})
export const ledger = z.object({ month: z.string(), lines: z.array(ledgerLine) })

/** GET and PUT /api/correction-policy: whether corrections from above go into my centre's copies by themselves, by how much they matter. */
const by = z.enum(['itself', 'person'])
export const correctionPolicy = z.strictObject({ error: by, update: by, refinement: by } satisfies Record<
  z.infer<typeof severity>,
  z.ZodType
>)

export type OfferView = z.infer<typeof offerView>
export type OfferTerms = z.infer<typeof offerTerms>
export type OfferBoard = z.infer<typeof offerBoard>
export type LedgerLine = z.infer<typeof ledgerLine>
export type CorrectionPolicy = z.infer<typeof correctionPolicy>
