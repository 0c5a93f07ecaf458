import { instant, personId, storyId } from '@kitchen/model'
import { z } from 'zod'

/**
 * Live editing over socket.io at /edit, by acknowledged messages; every answer is `{ok: true, …}` or `{ok: false, problem}` with the codes of HTTP.
 * Editors send `join`, `commit`, `here`, `hold`, `leave`; they hear `rows`, `people`, `holds`.
 */
export const liveMessages = ['join', 'commit', 'here', 'hold', 'leave'] as const

const version = z.int().min(0)
/** One open editor; new for each. */
const clientId = z.uuid()
const block = z.string().max(64)

/** Opens a story, or goes on after a cut. `version`: what this editor has confirmed, null for nothing yet. */
export const joinStory = z.strictObject({ story: storyId, clientId, version: version.nullable() })
/** Steps on top of a version; the same commit may be sent any number of times. */
export const sendCommit = z.strictObject({
  story: storyId,
  commit: z.strictObject({ clientId, commitId: z.int().min(1), baseVersion: version, steps: z.array(z.unknown()).min(1).max(500) }),
})
/** Where this editor's cursor is, in the document of `version`; null when it has left the text. */
const cursor = z.strictObject({ anchor: version, head: version, version }).nullable()
export const tellHere = z.strictObject({ story: storyId, clientId, cursor })
/** Takes a block (`to`: oneself), hands it over with a note, or lets it go (null). */
export const holdBlock = z.strictObject({ story: storyId, block, to: personId.nullable(), note: z.string().trim().max(200) })
export const leaveStory = z.strictObject({ story: storyId, clientId })

/** A confirmed commit with who made it, when, and the blocks it wrote in. */
export const liveRow = z.object({
  clientId: z.string(),
  commitId: z.int(),
  baseVersion: version,
  version,
  steps: z.array(z.unknown()),
  origins: z.array(z.int()),
  blocks: z.array(z.string()),
  person: personId,
  name: z.string(),
  at: instant,
})
export const livePerson = z.object({ clientId: z.string(), person: personId, name: z.string(), cursor })
/** The last hand in a block. */
export const lastHand = z.object({ block: z.string(), person: personId, name: z.string(), at: instant })
/** Who has a block, from whom, with what note. */
export const blockHold = z.object({
  block: z.string(),
  person: personId,
  name: z.string(),
  note: z.string(),
  from: z.string().nullable(),
  at: instant,
})

/** Answer to `join`: the rows missed, or the whole document where they cannot tell; and who is there. */
export const joined = z.object({
  ok: z.literal(true),
  version,
  lastCommitId: z.int(),
  document: z.unknown(),
  rows: z.array(liveRow),
  people: z.array(livePerson),
  hands: z.array(lastHand),
  holds: z.array(blockHold),
})
/** Heard by everybody in a story. */
export const liveRows = z.object({ story: storyId, rows: z.array(liveRow) })
export const livePeople = z.object({ story: storyId, people: z.array(livePerson) })
export const liveHolds = z.object({ story: storyId, holds: z.array(blockHold) })

export type LiveRow = z.infer<typeof liveRow>
export type LivePerson = z.infer<typeof livePerson>
export type LastHand = z.infer<typeof lastHand>
export type BlockHold = z.infer<typeof blockHold>
export type Joined = z.infer<typeof joined>
