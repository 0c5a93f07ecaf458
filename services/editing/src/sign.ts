import { type Caller, chainOf, isReview, type PersonId, personOf, type Region, type Signing } from '@kitchen/model'
import type { Around, CommandOf } from './decide.ts'
import {
  asCaller,
  currentProductsHash,
  dutyAgainst,
  hasRole,
  isEntitled,
  missingSignatures,
  nextSigning,
  productsOf,
  validSignatures,
} from './duties.ts'
import { allow, notHere } from './guards.ts'
import { refuse } from './refusals.ts'
import { signingNames } from './signing-names.ts'
import { standInFor } from './stand-in.ts'
import type { Fact, Sealed, SealedStory, Signature, Story } from './story.ts'

/** 签发: one signature of the house's chain, in its order, by a person who may, over exactly what is there now; perhaps given by telephone. */
export function decideSign(story: Story, command: CommandOf<'sign'>, caller: Caller, around: Around): Fact[] {
  const signer = signerOf(story, command, caller, around)
  if (!isEntitled(story, command.review, signer, around)) throw refuse('editing/not-allowed')
  if (story.state !== 'sealed') throw refuse('editing/not-sealed')
  refuseUnfinished(story.sealed)
  refusePassed(story.sealed, command)
  refuseForeign(story, command.review, around.region)
  const done = validSignatures(story).find(({ review }) => review === command.review)
  if (done?.person === signer.person) return []
  if (done) throw refuse('editing/already-signed', { name: nameOf(around.region, done.person) })
  const against = dutyAgainst(story, command.review, signer.person)
  if (against) throw refuse(against)
  refuseOtherTurn(story, command.review, around.region)
  return [factOf(story, signatureOf(story, command, { signer, recorder: caller, around }))]
}

/** Who signs: the caller; by telephone the person who called, written down by somebody else who is not the author. */
function signerOf(story: Story, { phone }: CommandOf<'sign'>, caller: Caller, { region }: Around): Caller {
  if (!phone) return caller
  allow(story, 'story.sign.record', caller)
  if (caller.person === story.author || caller.person === phone.person) throw refuse('editing/own-phone')
  const person = personOf(region, phone.person)
  if (person?.centre !== story.centre) throw refuse('editing/no-colleague')
  return asCaller(person)
}

function signatureOf(
  story: Story,
  { version, review, contentHash, productsHash, phone }: CommandOf<'sign'>,
  { signer, recorder, around }: { signer: Caller; recorder: Caller; around: Around },
): Signature {
  const { person } = signer
  const stand = hasRole(story, review, signer)
    ? undefined
    : standInFor(around.standIns, review, { person, centre: story.centre, at: around.at })
  const standIn = stand ? { grantedBy: stand.grantedBy, from: stand.from, until: stand.until } : undefined
  const by = phone && { recordedBy: recorder.person, note: phone.note, asset: phone.asset }
  return { version, review, person, contentHash, productsHash, standIn, phone: by, at: around.at }
}

function factOf({ id: story, centre }: Story, { review, standIn, phone, ...rest }: Signature): Fact {
  const body = { ...rest, story, centre, ...(standIn && { standIn }), ...(phone && { phone }) }
  return isReview(review)
    ? { type: 'story.signed', body: { ...body, review } }
    : { type: 'story.proofread', body: { ...body, proof: review } }
}

/** 发布: exactly the made products of the signed version go out. Only with every signature that the house needs. */
export function decideRelease(story: Story, { version }: CommandOf<'release'>, caller: Caller, { at, region, copy }: Around): Fact[] {
  allow(story, 'story.release', caller)
  if (story.state === 'released' && version === story.sealed.version) return []
  if (story.state === 'released' || story.state === 'recalled') throw notHere(story)
  if (story.state !== 'sealed') throw refuse('editing/not-sealed')
  if (version !== story.sealed.version) throw refuse('editing/version-passed', { current: story.sealed.version })
  refuseUnfinished(story.sealed)
  refuseUnsigned(story, region)
  if (copy?.terms.embargo && copy.terms.embargo > at) throw refuse('editing/embargo', { until: copy.terms.embargo })
  const { id, centre, mustCarry, origin } = story
  const { headline, document, correction } = story.sealed
  const products = madeProducts(story.sealed)
  const said = { headline, products, mustCarry, origin, document, ...(correction && { correction }) }
  return [{ type: 'story.released', body: { story: id, version, centre, person: caller.person, ...said, at } }]
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

/** A signature that this house does not ask for: its proofreads are one with the reviews. */
function refuseForeign({ centre }: Story, review: Signing, region: Region): void {
  if (!chainOf(region, centre).includes(review)) throw refuse('editing/not-in-chain')
}

function refuseOtherTurn(story: SealedStory, review: Signing, region: Region): void {
  const next = nextSigning(story, region)
  if (next === null || next === review) return
  const { zh, en } = signingNames[next]
  throw refuse('editing/review-order', { next: zh, nextEn: en })
}

function refuseUnsigned(story: SealedStory, region: Region): void {
  const missing = missingSignatures(story, region).map((one) => signingNames[one])
  if (missing.length === 0) return
  throw refuse('editing/signatures-missing', {
    missing: missing.map(({ zh }) => zh).join('、'),
    missingEn: missing.map(({ en }) => en).join(', '),
  })
}

const nameOf = (region: Region, person: PersonId): string => personOf(region, person)?.name.zh ?? person
