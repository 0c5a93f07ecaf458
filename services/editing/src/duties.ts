import type { Review } from '@kitchen/api'
import { productsHash } from '@kitchen/document/hash'
import { type Caller, may, type PersonId, type Sha256 } from '@kitchen/model'
import type { refuse } from './refusals.ts'
import type { ProductResult, Sealed, Signature, Story } from './story.ts'

type Code = Parameters<typeof refuse>[0]

/** The three reviews in their order: 初审 by the responsible editor, 复审 by the section head, 终审 by the editor in chief. */
export const reviews = ['first', 'second', 'final'] as const satisfies readonly Review[]

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

/** The review that is due: the first one without a valid signature; null when all three are there. */
export function nextReview(story: Story): Review | null {
  const signed = new Set(validSignatures(story).map(({ review }) => review))
  return reviews.find((one) => !signed.has(one)) ?? null
}

/**
 * Separation of duties: why this person may not do this review of this text, or undefined. No person does two of the three, the author none; the
 * author of a copy is the person who took it over.
 */
export function dutyAgainst(story: Story, review: Review, person: PersonId): Code | undefined {
  if (person === story.author) return 'editing/author-cannot-review'
  const other = validSignatures(story).some((one) => one.person === person && one.review !== review)
  return other ? 'editing/one-review-each' : undefined
}

/** The review that this caller could sign now, by role, order and separation of duties; null when there is none or products are still being made. */
export function reviewFor(story: Story, caller: Caller): Review | null {
  const review = nextReview(story)
  if (story.state !== 'sealed' || !review || currentProductsHash(story.sealed) === null) return null
  return mayReview(story, review, caller) ? review : null
}

/** Whether role and separation of duties let this person do this review. */
export const mayReview = (story: Story, review: Review, caller: Caller): boolean =>
  may(caller, `story.sign.${review}`, story.centre) && dutyAgainst(story, review, caller.person) === undefined
