import {
  assetId,
  bilingual,
  centreId,
  channel,
  instant,
  outletId,
  personId,
  proofs,
  severity,
  sha256,
  storyId,
  versionNumber,
} from '@kitchen/model'
import { z } from 'zod'

const file = z.object({ path: z.string(), sha256, bytes: z.int(), mediaType: z.string() })
/** What went wrong, told to a person. */
const failure = z.object({ code: z.string(), says: bilingual, next: bilingual })
const aigc = z.record(z.string(), z.string())
const assetKind = z.enum(['photo', 'video', 'audio'])
const subject = z.object({ kind: z.enum(['product', 'edition']), id: z.string() })

/** Who used whose story: the root of the original and the version that was taken. */
const origin = z.object({ story: storyId, version: versionNumber, centre: centreId })

/** What a centre that takes a story over may change: nothing (转载), its headline alone, or all but the locked blocks (授权改编). */
const terms = z.object({
  leave: z.enum(['reprint', 'headline', 'adapt']),
  locked: z.array(z.string()).max(1000),
  /** Nothing of it goes out before. */
  embargo: instant.nullable().optional(),
})
/** 代审: who let the signer stand in for who has the role, and for how long. */
const standIn = z.object({ grantedBy: personId, from: instant, until: instant })
/** 电话签批: who wrote the signature down, with its evidence. */
const phone = z.object({ recordedBy: personId, note: z.string(), asset: assetId.nullable() })

/**
 * What makes a version the correction (更正) of one that is out: `previous` is the version that readers have, `note` what they are told (may be empty),
 * `publishedAt` when the story first went out.
 */
const correction = z.object({ previous: versionNumber, severity, note: z.string(), publishedAt: instant })

/**
 * Every event: its type is `noun.pastParticiple`, its topic the noun, its key always the root id (story or asset).
 * A published event never changes meaning: a new field is optional, else a new version with an upcaster and a frozen sample.
 */
export const eventTable = {
  /** Bytes of an upload are on disk, checked and of a kind that we take. */
  'asset.received': z.object({
    asset: assetId,
    centre: centreId,
    person: personId,
    story: storyId.nullable(),
    name: z.string(),
    kind: assetKind,
    sha256,
    bytes: z.int(),
    mediaType: z.string(),
    width: z.int().nullable(),
    height: z.int().nullable(),
    durationMs: z.int().nullable(),
    aigc: aigc.nullable(),
    at: instant,
  }),
  /** An upload arrived and was refused. */
  'asset.refused': z.object({
    asset: assetId,
    centre: centreId,
    person: personId,
    story: storyId.nullable(),
    name: z.string(),
    failure,
    at: instant,
  }),
  /** One recipe of an asset is done; `files` are relative to the rendition (one file, or a playlist and its segments). */
  'asset.rendered': z.object({
    asset: assetId,
    centre: centreId,
    source: sha256,
    recipe: z.string(),
    files: z.array(file).min(1),
    width: z.int().nullable(),
    height: z.int().nullable(),
    durationMs: z.int().nullable(),
    at: instant,
  }),
  /** A recipe can't be made of this asset here; products that need it say why. */
  'asset.failed': z.object({ asset: assetId, centre: centreId, source: sha256, recipe: z.string(), failure, at: instant }),

  /** The reporter hands the story to the desk. */
  'story.filed': z.object({ story: storyId, centre: centreId, person: personId, headline: z.string(), at: instant }),
  /** A version is closed and hashed: products are made of exactly this. The whole document travels with it. */
  'version.sealed': z.object({
    story: storyId,
    version: versionNumber,
    centre: centreId,
    person: personId,
    author: personId,
    headline: z.string(),
    hash: sha256,
    document: z.unknown(),
    assets: z.array(z.object({ asset: assetId, sha256, kind: assetKind, name: z.string() })),
    outlets: z.array(z.object({ outlet: outletId, authorisedBy: personId.nullable() })),
    origin: origin.nullable(),
    responsibleEditor: z.string(),
    correction: correction.optional(),
    at: instant,
  }),
  /** A signature in a chain of reviews, bound to the hashes of what was read. */
  'story.signed': z.object({
    story: storyId,
    version: versionNumber,
    centre: centreId,
    person: personId,
    review: z.enum(['first', 'second', 'final']),
    contentHash: sha256,
    productsHash: sha256,
    standIn: standIn.optional(),
    phone: phone.optional(),
    at: instant,
  }),
  /** A proofread of a house that has proofreaders, bound to the hashes of what was read. */
  'story.proofread': z.object({
    story: storyId,
    version: versionNumber,
    centre: centreId,
    person: personId,
    proof: z.enum(proofs),
    contentHash: sha256,
    productsHash: sha256,
    standIn: standIn.optional(),
    phone: phone.optional(),
    at: instant,
  }),
  /** Back to the author: by a person with a reason, or because the text was changed after sealing. `version` is the last sealed one, 0 when there is none. */
  'story.returned': z.object({
    story: storyId,
    version: z.int().min(0),
    centre: centreId,
    person: personId,
    reason: z.string(),
    at: instant,
  }),
  /** The decision that exactly these products go out. */
  'story.released': z.object({
    story: storyId,
    version: versionNumber,
    centre: centreId,
    person: personId,
    headline: z.string(),
    products: z.array(z.object({ outlet: outletId, hash: sha256, authorisedBy: personId.nullable() })),
    mustCarry: z.boolean(),
    origin: origin.nullable(),
    document: z.unknown(),
    /** Of the correction of a version that is out: products of `previous` are replaced, by what each channel allows. */
    correction: correction.optional(),
    at: instant,
  }),
  /**
   * A product that was refused when its version was released, and was made since, goes out too: the final review of that product alone, by `person`, bound to
   * its hash and to the content, and the decision to send it.
   */
  'story.supplemented': z.object({
    story: storyId,
    version: versionNumber,
    centre: centreId,
    person: personId,
    contentHash: sha256,
    product: z.object({ outlet: outletId, hash: sha256, authorisedBy: personId.nullable() }),
    correction: correction.optional(),
    at: instant,
  }),
  /** A correction of a released story was begun, or its severity or note changed. What is out stays out until the next version is released. */
  'story.reopened': z.object({
    story: storyId,
    version: versionNumber,
    centre: centreId,
    person: personId,
    severity,
    note: z.string(),
    reason: z.string(),
    at: instant,
  }),
  /** Everything made from the story has to go. `cause` is the recall of the original when a copy is recalled with it. */
  'story.recalled': z.object({
    story: storyId,
    centre: centreId,
    person: personId,
    reason: z.string(),
    cause: storyId.nullable(),
    at: instant,
  }),

  /**
   * One version made for one outlet: a set of files; `hash` covers paths and contents. `replaces`: a technical revision of that product, the same text with a
   * rendition that was missing; who has signed the replaced one has signed this one.
   */
  'product.made': z.object({
    story: storyId,
    version: versionNumber,
    centre: centreId,
    outlet: outletId,
    channel,
    product: z.string(),
    hash: sha256,
    replaces: sha256.optional(),
    headline: z.string(),
    files: z.array(file).min(1),
    media: z.array(sha256),
    notes: z.array(bilingual),
    at: instant,
  }),
  /** No product for this outlet: why, and what to do. */
  'product.refused': z.object({
    story: storyId,
    version: versionNumber,
    centre: centreId,
    outlet: outletId,
    channel,
    failure,
    at: instant,
  }),

  'delivery.confirmed': z.object({
    story: storyId,
    version: versionNumber,
    centre: centreId,
    origin: centreId,
    outlet: outletId,
    channel,
    subject,
    receipt: z.record(z.string(), z.unknown()),
    at: instant,
  }),
  /** Needs a person: either retries are used up, or the outlet can only be served by hand. */
  'delivery.stuck': z.object({
    story: storyId,
    version: versionNumber,
    centre: centreId,
    origin: centreId,
    outlet: outletId,
    channel,
    subject,
    failure,
    at: instant,
  }),
  /** Gone from the outlet, seen by a probe; `remains` says what can't be pulled back. */
  'delivery.withdrawn': z.object({
    story: storyId,
    version: versionNumber,
    centre: centreId,
    origin: centreId,
    outlet: outletId,
    channel,
    subject,
    receipt: z.record(z.string(), z.unknown()),
    remains: bilingual.nullable(),
    at: instant,
  }),

  /** Of a story, what stands at these outlets has to go, up to this version; all else stays. A newer release may go out there again. */
  'delivery.recalled': z.object({
    story: storyId,
    version: versionNumber,
    centre: centreId,
    person: personId,
    reason: z.string(),
    outlets: z.array(outletId).min(1),
    at: instant,
  }),

  /** A released story is open to a centre. Key: the original. */
  'story.offered': z.object({
    story: storyId,
    version: versionNumber,
    centre: centreId,
    to: z.array(centreId),
    headline: z.string(),
    /** The pictures and films that the offered version shows: who is offered it may see them. */
    assets: z.array(assetId).optional(),
    at: instant,
  }),
  /** A centre takes a story over; editing opens `copy` with this document. Key: the copy. */
  'copy.adopted': z.object({
    copy: storyId,
    origin,
    centre: centreId,
    person: personId,
    headline: z.string(),
    document: z.unknown(),
    /** What the centre may change; without it, all. */
    terms: terms.optional(),
    /** The byline that names the source, where the offer asks for one. */
    byline: z.string().optional(),
    at: instant,
  }),
  /** The original of a copy is out in a newer version, `document`; `by` says whether the copy takes it by itself. Key: the copy. */
  'copy.corrected': z.object({
    copy: storyId,
    origin,
    centre: centreId,
    person: personId,
    document: z.unknown(),
    terms,
    severity,
    note: z.string(),
    by: z.enum(['itself', 'person']),
    at: instant,
  }),
  /** What a correction from above did to a copy: how many places were taken, how many are to be read, how many are asked. Key: the copy. */
  'copy.merged': z.object({
    copy: storyId,
    origin,
    centre: centreId,
    taken: z.int().min(0),
    unread: z.int().min(0),
    asked: z.int().min(0),
    waits: z.boolean(),
    at: instant,
  }),
  /** The original of a copy was recalled. Key: the copy. */
  'copy.recalled': z.object({ copy: storyId, origin, centre: centreId, person: personId, reason: z.string(), at: instant }),
} as const satisfies Record<`${string}.${string}`, z.ZodType>
