import type { Caller, OutletId, Sha256 } from '@kitchen/model'
import type { Around, CommandOf } from './decide.ts'
import { dutyAgainst, isEntitled, missingSignatures } from './duties.ts'
import { allow } from './guards.ts'
import { refuse } from './refusals.ts'
import type { Fact, ProductResult, Sealed, Story } from './story.ts'

/** A product that was refused at the release and was made since; `signed` once it went out too. */
export type Late = { readonly hash: Sha256; readonly signed?: true | undefined }

/**
 * 补发: a product that was refused when its version was released, and was made since, goes out alone. It takes a final review of its own, over exactly that
 * product, by a person who may give one and has given no other of this text.
 */
export function decideSupplement(story: Story, { version, outlet, hash }: CommandOf<'supplement'>, caller: Caller, around: Around): Fact[] {
  allow(story, 'story.release', caller)
  if (!isEntitled(story, 'final', caller, around)) throw refuse('editing/not-allowed')
  if (story.state !== 'released' || version !== story.sealed.version) throw refuse('editing/no-late-product')
  const late = lateOf(story.sealed, outlet)
  if (!late) throw refuse('editing/no-late-product')
  if (late.hash !== hash) throw refuse('editing/hash-passed')
  if (late.signed) return []
  if (missingSignatures(story, around.region).length > 0) throw refuse('editing/no-late-product') // duties are judged by those of what is out
  const duty = dutyAgainst(story, 'final', caller.person)
  if (duty) throw refuse(duty)
  return [factOf(story, story.sealed, { outlet, hash }, caller, around.at)]
}

/** What could go out beside what is out: made since the release, signed by nobody yet. */
export function lateProducts(story: Story): { outlet: OutletId; hash: Sha256 }[] {
  if (story.state !== 'released') return []
  return story.sealed.products.flatMap((one) =>
    'late' in one && one.late && !one.late.signed ? [{ outlet: one.outlet, hash: one.late.hash }] : [],
  )
}

/** Whether this person could sign one of them. */
export const maySupplement = (story: Story, caller: Caller, around: Pick<Around, 'region' | 'at' | 'standIns'>): boolean =>
  lateProducts(story).length > 0 && isEntitled(story, 'final', caller, around) && dutyAgainst(story, 'final', caller.person) === undefined

/** The version with the answer of an outlet that came after its release: only in place of a refusal that nothing has been sent for. */
export function withLate(sealed: Sealed, answer: ProductResult): Sealed {
  if (!('hash' in answer)) return sealed
  const change = (one: ProductResult): ProductResult =>
    'refused' in one && one.outlet === answer.outlet && !one.late?.signed ? { ...one, late: { hash: answer.hash } } : one
  return { ...sealed, products: sealed.products.map(change) }
}

/** The version once that outlet's product has gone out too. */
export function withSigned(sealed: Sealed, outlet: OutletId): Sealed {
  const change = (one: ProductResult): ProductResult =>
    'refused' in one && one.late && one.outlet === outlet ? { ...one, late: { ...one.late, signed: true } } : one
  return { ...sealed, products: sealed.products.map(change) }
}

function lateOf({ products }: Sealed, outlet: OutletId): Late | undefined {
  const found = products.find((one) => one.outlet === outlet)
  return found && 'refused' in found ? found.late : undefined
}

type Product = { readonly outlet: OutletId; readonly hash: Sha256 }

function factOf({ id: story, centre }: Story, sealed: Sealed, product: Product, { person }: Caller, at: string): Fact {
  const { version, correction, contentHash } = sealed
  const authorisedBy = sealed.outlets.find(({ outlet }) => outlet === product.outlet)?.authorisedBy ?? null
  const said = { product: { ...product, authorisedBy }, contentHash, ...(correction && { correction }) }
  return { type: 'story.supplemented', body: { story, version, centre, person, ...said, at } }
}
