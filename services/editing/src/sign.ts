import type { Review } from '@kitchen/api'
import type { Caller, PersonId, Region } from '@kitchen/model'
import { personOf } from '@kitchen/model'
import type { Around, CommandOf } from './decide.ts'
import { currentProductsHash, dutyAgainst, nextReview, productsOf, reviews, validSignatures } from './duties.ts'
import { allow, notHere } from './guards.ts'
import { refuse } from './refusals.ts'
import type { Fact, Sealed, SealedStory, Story } from './story.ts'

/** 签发: one of the three reviews, in their order, by a person who may, over exactly what is there now. */
export function decideSign(story: Story, command: CommandOf<'sign'>, caller: Caller, { at, region }: Around): Fact[] {
  allow(story, `story.sign.${command.review}`, caller)
  if (story.state !== 'sealed') throw refuse('editing/not-sealed')
  refuseUnfinished(story.sealed)
  refusePassed(story.sealed, command)
  const done = validSignatures(story).find(({ review }) => review === command.review)
  if (done?.person === caller.person) return []
  if (done) throw refuse('editing/already-signed', { name: nameOf(region, done.person) })
  const against = dutyAgainst(story, command.review, caller.person)
  if (against) throw refuse(against)
  refuseOtherTurn(story, command.review)
  const { do: _, ...signature } = command
  return [{ type: 'story.signed', body: { ...signature, story: story.id, centre: story.centre, person: caller.person, at } }]
}

/** 发布: exactly the made products of the signed version go out. Only with three valid signatures. */
export function decideRelease(story: Story, { version }: CommandOf<'release'>, caller: Caller, { at, copy }: Around): Fact[] {
  allow(story, 'story.release', caller)
  if (story.state === 'released' && version === story.sealed.version) return []
  if (story.state === 'released' || story.state === 'recalled') throw notHere(story)
  if (story.state !== 'sealed') throw refuse('editing/not-sealed')
  if (version !== story.sealed.version) throw refuse('editing/version-passed', { current: story.sealed.version })
  refuseUnfinished(story.sealed)
  refuseUnsigned(story)
  if (copy?.terms.embargo && copy.terms.embargo > at) throw refuse('editing/embargo', { until: copy.terms.embargo })
  const { id, centre, mustCarry, origin } = story
  const { headline, document, correction } = story.sealed
  const products = madeProducts(story.sealed)
  return [
    {
      type: 'story.released',
      body: {
        story: id,
        version,
        centre,
        person: caller.person,
        headline,
        products,
        mustCarry,
        origin,
        document,
        ...(correction && { correction }),
        at,
      },
    },
  ]
}

/** The made products with who authorised each to go out at another centre. */
function madeProducts({ outlets, products }: Sealed) {
  return outlets.flatMap(({ outlet, authorisedBy }) => {
    const product = products.find((one) => one.outlet === outlet)
    return product && 'hash' in product ? [{ outlet, hash: product.revised ?? product.hash, authorisedBy }] : []
  })
}

function refuseUnfinished(sealed: Sealed): void {
  const [done, expected] = [productsOf(sealed).length, sealed.outlets.length]
  if (done < expected) throw refuse('editing/products-pending', { done, expected })
  if (madeProducts(sealed).length === 0) throw refuse('editing/nothing-made')
}

function refusePassed(sealed: Sealed, { version, contentHash, productsHash }: CommandOf<'sign'>): void {
  const current = version === sealed.version && contentHash === sealed.contentHash && productsHash === currentProductsHash(sealed)
  if (!current) throw refuse('editing/hash-passed')
}

function refuseOtherTurn(story: SealedStory, review: Review): void {
  const next = nextReview(story)
  if (next !== null && next !== review) throw refuse('editing/review-order', { next: reviewNames[next].zh, nextEn: reviewNames[next].en })
}

function refuseUnsigned(story: SealedStory): void {
  const signed = validSignatures(story).map(({ review }) => review)
  const missing = reviews.filter((one) => !signed.includes(one)).map((one) => reviewNames[one])
  if (missing.length === 0) return
  throw refuse('editing/signatures-missing', {
    missing: missing.map(({ zh }) => zh).join('、'),
    missingEn: missing.map(({ en }) => en).join(', '),
  })
}

const reviewNames: Record<Review, { zh: string; en: string }> = {
  first: { zh: '初审', en: 'the first review' },
  second: { zh: '复审', en: 'the second review' },
  final: { zh: '终审', en: 'the final review' },
}
const nameOf = (region: Region, person: PersonId): string => personOf(region, person)?.name.zh ?? person
