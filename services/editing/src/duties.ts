import { productsHash } from '@kitchen/document/hash'
import { type Caller, chainOf, isReview, may, type Person, type PersonId, type Region, type Sha256, type Signing } from '@kitchen/model'
import type { refuse } from './refusals.ts'
import { type StandIn, standInFor } from './stand-in.ts'
import type { ProductResult, Sealed, Signature, Story } from './story.ts'

type Code = Parameters<typeof refuse>[0]
/** What duties are judged by beside the story: the region's data, the instant, and who stands in for whom then. */
export type House = { readonly region: Region; readonly at: string; readonly standIns: readonly StandIn[] }

/** What is known of the products that the version is made for; one of another outlet is nobody's business here. */
export const productsOf = ({ outlets, products }: Sealed): ProductResult[] =>
  products.filter((one) => outlets.some(({ outlet }) => outlet === one.outlet))

/** The products hash that a signature has to name; null until every expected product is made or refused. */
export function currentProductsHash(sealed: Sealed): Sha256 | null {
  const known = productsOf(sealed)
  return known.length === sealed.outlets.length ? productsHash(known) : null
}

/** The signatures that hold now: over this version, this content and these products. A story back on the desk has none. */
export function validSignatures({ state, sealed, signatures }: Story): Signature[] {
  if (!sealed || state === 'draft' || state === 'filed') return []
  const products = currentProductsHash(sealed)
  const holds = (one: Signature) =>
    one.version === sealed.version && one.contentHash === sealed.contentHash && one.productsHash === products
  return signatures.filter(holds)
}

/** The signatures that are still missing, in the order in which the story's centre gives them. */
export function missingSignatures(story: Story, region: Region): Signing[] {
  const signed = new Set<Signing>(validSignatures(story).map(({ review }) => review))
  return chainOf(region, story.centre).filter((one) => !signed.has(one))
}

/** The signature that is due; null when all are there. */
export const nextSigning = (story: Story, region: Region): Signing | null => missingSignatures(story, region)[0] ?? null

/**
 * Separation of duties: why this person may not sign this of this text, or undefined. The author signs nothing, no person does two of the three reviews;
 * proofreads may all be one person's. The author of a copy is the person who took it over.
 */
export function dutyAgainst(story: Story, signing: Signing, person: PersonId): Code | undefined {
  if (person === story.author) return 'editing/author-cannot-review'
  if (!isReview(signing)) return undefined
  const other = validSignatures(story).some((one) => one.person === person && isReview(one.review) && one.review !== signing)
  return other ? 'editing/one-review-each' : undefined
}

/** The signature that this caller could give now, by role or as a stand-in, order and separation of duties; null while products are still being made. */
export function signingFor(story: Story, caller: Caller, house: House): Signing | null {
  const due = dueNow(story, house)
  return due && maySign(story, due, caller, house) ? due : null
}

/** The signature that is due and can be given now: the version is sealed and its products are settled. */
export function dueNow(story: Story, { region }: House): Signing | null {
  if (story.state !== 'sealed' || currentProductsHash(story.sealed) === null) return null
  return nextSigning(story, region)
}

/** Whether role or a stand-in, and separation of duties, let this person sign this. */
export const maySign = (story: Story, signing: Signing, caller: Caller, house: House): boolean =>
  isEntitled(story, signing, caller, house) && dutyAgainst(story, signing, caller.person) === undefined

/** Whether role or a stand-in allows it, before separation of duties. */
export const isEntitled = (story: Story, signing: Signing, caller: Caller, { at, standIns }: House): boolean =>
  hasRole(story, signing, caller) || standInFor(standIns, signing, { person: caller.person, centre: story.centre, at }) !== undefined

export const hasRole = ({ centre }: Story, signing: Signing, caller: Caller): boolean =>
  may(caller, isReview(signing) ? `story.sign.${signing}` : 'story.proofread', centre)

/** The people of the region who may sign this now. */
export const signersOf = (story: Story, signing: Signing, house: House): Person[] =>
  house.region.people.filter((one) => maySign(story, signing, asCaller(one), house))

/** A person as the caller that they are when signed in. */
export const asCaller = ({ id, name, centre, roles }: Person): Caller => ({ person: id, name: name.zh, centre, roles })
