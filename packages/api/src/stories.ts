import { assetId, centreId, instant, outletId, personId, severity, sha256, signing, storyId, versionNumber } from '@kitchen/model'
import { z } from 'zod'

/** draft → filed → sealed (being signed) → released → recalled; a return or a new edit leads from sealed to draft. */
export const storyState = z.enum(['draft', 'filed', 'sealed', 'released', 'recalled'])
export type StoryState = z.infer<typeof storyState>
/** 代审: a named person signs in place of who has the role, from–until, granted by a named person. */
export const standInView = z.object({
  id: z.string(),
  centre: centreId,
  person: personId,
  name: z.string(),
  does: z.enum(['first', 'second', 'final', 'proof']),
  from: instant,
  until: instant,
  reason: z.string(),
  grantedBy: personId,
  grantedName: z.string(),
  ended: instant.nullable(),
})
/** GET /api/stand-ins answers `{standIns}` of the centre, newest first; POST /api/stand-ins → 201 `standInView`; POST /api/stand-ins/:id/end `{}` → `standInView`. */
export const standInList = z.object({ standIns: z.array(standInView) })
export const grantStandIn = z.strictObject({
  person: personId,
  does: z.enum(['first', 'second', 'final', 'proof']),
  from: instant,
  until: instant,
  reason: z.string().trim().min(1).max(200),
})
export type StandInView = z.infer<typeof standInView>

/** 电话签批: who wrote down a signature given by telephone, and its evidence: a note, perhaps a file (an uploaded asset). */
export const phoneEvidence = z.object({ recordedBy: personId, recordedName: z.string(), note: z.string(), asset: assetId.nullable() })

export const signatureView = z.object({
  review: signing,
  person: personId,
  name: z.string(),
  at: instant,
  contentHash: sha256,
  productsHash: sha256,
  valid: z.boolean(),
  /** Signed in place of who has the role. */
  standIn: z.object({ grantedBy: personId, grantedName: z.string(), from: instant, until: instant }).nullable(),
  phone: phoneEvidence.nullable(),
})
/** One line of the story's history, newest last. `what` is an event type, `story.created` or `story.nudged`. */
export const historyLine = z.object({
  what: z.string(),
  person: personId.nullable(),
  name: z.string(),
  at: instant,
  reason: z.string().nullable(),
  /** Which signature, of a line that is one; `by`: how it came, when not by its own person at the screen. */
  review: signing.nullable(),
  by: z.enum(['stand-in', 'phone']).nullable(),
  /** Who gave a signature that somebody else wrote down. */
  signer: personId.nullable(),
})

/** With whom a story is, since when: `people` are those who can do the next step. */
export const waiting = z.object({
  step: z.enum(['write', 'edit', 'seal', ...signing.options, 'release', 'none']),
  people: z.array(z.object({ person: personId, name: z.string() })),
  since: instant,
  nudges: z.int(),
  lastNudge: instant.nullable(),
})

export const storyLine = z.object({
  id: storyId,
  centre: centreId,
  headline: z.string(),
  state: storyState,
  version: z.int(),
  revision: z.int(),
  author: personId,
  authorName: z.string(),
  mustCarry: z.boolean(),
  origin: z.object({ story: storyId, version: versionNumber, centre: centreId }).nullable(),
  characters: z.int(),
  updatedAt: instant,
  waiting,
  waitsForMe: z.boolean(),
  /** Whether the caller may nudge now: others can do the next step, and the caller has not nudged just before. */
  mayNudge: z.boolean(),
  /** What readers have: the version that is out, whatever the desk is doing; null before the first release. `at`: when the story first went out. */
  published: z.object({ version: versionNumber, headline: z.string(), at: instant }).nullable(),
  /** The correction that is being made, or that the version which is out was. */
  correction: z.object({ severity, note: z.string(), previous: versionNumber }).nullable(),
})
/** GET /api/stories?state=&mine= answers `{stories: storyLine[]}`, waiting for me first, then newest. */
export const storyList = z.object({ stories: z.array(storyLine) })

/** GET /api/stories/:id. `version` is the last sealed one (0: none); `contentHash` and `productsHash` are what a signature has to name now. */
export const storyView = storyLine.extend({
  document: z.unknown(),
  /** The signatures that this centre's story needs, in their order. */
  chain: z.array(signing),
  signatures: z.array(signatureView),
  history: z.array(historyLine),
  sealed: z
    .object({
      version: versionNumber,
      contentHash: sha256,
      productsHash: sha256.nullable(),
      at: instant,
      outlets: z.array(z.object({ outlet: outletId, authorisedBy: personId.nullable() })),
      made: z.int(),
      refused: z.int(),
      expected: z.int(),
    })
    .nullable(),
  /** Products that were refused at the release and were made since: they go out when somebody signs them by themselves. */
  late: z.array(z.object({ outlet: outletId, hash: sha256 })),
  may: z.object({
    write: z.boolean(),
    file: z.boolean(),
    seal: z.boolean(),
    sign: signing.nullable(),
    /** The signature that is due and that the caller may write down as given by telephone, and who may give it. */
    record: z.object({ review: signing, people: z.array(z.object({ person: personId, name: z.string() })) }).nullable(),
    return: z.boolean(),
    release: z.boolean(),
    supplement: z.boolean(),
    recall: z.boolean(),
    correct: z.boolean(),
    abandon: z.boolean(),
    discard: z.boolean(),
    nudge: z.boolean(),
  }),
})

/** POST /api/stories → 201 `storyView`. Without a document: an empty one. */
export const createStory = z.strictObject({ document: z.unknown().optional(), mustCarry: z.boolean().optional() })
/**
 * PUT /api/stories/:id/draft → `{revision}`: a text put in whole, as one commit among those of whoever edits live; 409 `editing/revision-passed` when
 * `revision` is not the current one. Without a document only must-carry is set.
 */
export const saveDraft = z.strictObject({ revision: z.int().min(0), document: z.unknown().optional(), mustCarry: z.boolean().optional() })
/** POST /api/stories/:id/file and /seal: `revision` guards against sealing what one has not seen. Both → `storyView`. */
export const atRevision = z.strictObject({ revision: z.int().min(0) })
/**
 * POST /api/stories/:id/signatures → `storyView`; 409 `editing/hash-passed` when a hash is not the current one. With `phone` it is that person's signature,
 * given by telephone and written down by the caller with its evidence.
 */
export const sign = z.strictObject({
  version: versionNumber,
  review: signing,
  contentHash: sha256,
  productsHash: sha256,
  phone: z.strictObject({ person: personId, note: z.string().trim().min(4).max(500), asset: assetId.nullable() }).optional(),
})
/** POST /api/stories/:id/return → `storyView`. */
export const returnStory = z.strictObject({ reason: z.string().trim().min(1).max(500) })
/** POST /api/stories/:id/release → `storyView`. */
export const release = z.strictObject({ version: versionNumber })
/** POST /api/stories/:id/supplements → `storyView`: a final review of one late product, which sends it; 409 `editing/hash-passed` when it is another. */
export const supplement = z.strictObject({ version: versionNumber, outlet: outletId, hash: sha256 })
/** POST /api/stories/:id/recall → `storyView`; `confirmation` must be the headline, typed. */
export const recall = z.strictObject({ reason: z.string().trim().min(1).max(500), confirmation: z.string() })
/**
 * POST /api/stories/:id/correct → `storyView`, a draft of the next version with the text that is out, or, when one is open, the same with another severity
 * and note. `note` is what readers are told: needed for an error. `reason` is for the house.
 */
export const correct = z
  .strictObject({ severity, note: z.string().trim().max(300), reason: z.string().trim().min(1).max(500) })
  .refine(({ severity, note }) => severity !== 'error' || note !== '', { path: ['note'] })
/** POST /api/stories/:id/discard and /restore `{}` → `storyView`: the author throws a draft away that nobody else has had, and brings it back. */
/** POST /api/stories/:id/abandon `{}` → `storyView`: the correction is dropped, the text is the one that is out. */
/** POST /api/stories/:id/nudge `{}` → `storyView`. */

export type SignatureView = z.infer<typeof signatureView>
export type StoryLine = z.infer<typeof storyLine>
export type StoryView = z.infer<typeof storyView>
