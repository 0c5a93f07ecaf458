import { instant, personId, storyId, versionNumber } from '@kitchen/model'
import { z } from 'zod'

/** GET /api/stories/:id/versions answers `{versions}`: every sealed version, newest first. `signed`: the caller has signed it. */
export const versionList = z.object({
  versions: z.array(
    z.object({ version: versionNumber, headline: z.string(), person: personId, name: z.string(), at: instant, signed: z.boolean() }),
  ),
})
/** A text of a story: a sealed version, or (null) as it stands now. */
const storyText = z.object({ version: versionNumber.nullable(), at: instant, document: z.unknown() })
/** GET /api/stories/:id/compare?from=1&to=2 (without `to`: as it stands now) answers both texts, and who wrote in which block between them. */
export const comparedTexts = z.object({
  story: storyId,
  from: storyText,
  to: storyText,
  hands: z.array(z.object({ block: z.string(), people: z.array(z.object({ person: personId, name: z.string() })) })),
})
export const compareQuery = z.object({ from: z.coerce.number().pipe(versionNumber), to: z.coerce.number().pipe(versionNumber).optional() })

export type VersionLine = z.infer<typeof versionList>['versions'][number]
export type ComparedTexts = z.infer<typeof comparedTexts>
