import type { Body } from '@kitchen/events'
import type { CentreId, OutletId, PersonId, Severity, Sha256, Signing, StoryId } from '@kitchen/model'
import { type Late, withLate, withSigned } from './supplement.ts'
import type { Text } from './text.ts'

/**
 * What came of one outlet's product: its hash, or the code of why there is none. `revised`: the hash of a technical revision that came after the first
 * signature (the same text with a rendition that was missing): signatures name `hash`, what goes out is `revised`. `late`: of what was refused at the
 * release, a product that was made since.
 */
export type ProductResult = { readonly outlet: OutletId } & (
  | { readonly hash: Sha256; readonly revised?: Sha256 | undefined }
  | { readonly refused: string; readonly late?: Late | undefined }
)

/** A version: closed, numbered, hashed. `products` is what is known of its products; from release on it stays as it was then. */
export type Sealed = {
  readonly version: number
  readonly headline: string
  readonly document: unknown
  readonly contentHash: Sha256
  readonly assets: Body<'version.sealed'>['assets']
  readonly outlets: Body<'version.sealed'>['outlets']
  readonly responsibleEditor: string
  /** Of a correction: what it corrects, how much it matters, what readers are told. */
  readonly correction: NonNullable<Body<'version.sealed'>['correction']> | null
  readonly person: PersonId
  readonly at: string
  readonly products: readonly ProductResult[]
}

/** One person's review or proofread of one version, bound to what was read. */
export type Signature = Pick<Body<'story.signed'>, 'version' | 'person' | 'contentHash' | 'productsHash' | 'standIn' | 'phone' | 'at'> & {
  readonly review: Signing
}
/** A correction that is being made of what is out. */
export type Correction = { readonly severity: Severity; readonly note: string }
export type Nudge = { readonly person: PersonId; readonly at: string }

type Common = Text & {
  readonly id: StoryId
  readonly centre: CentreId
  /** Who wrote it; of a copy: who took it over. */
  readonly author: PersonId
  readonly authorName: string
  readonly origin: { readonly story: StoryId; readonly version: number; readonly centre: CentreId } | null
  readonly mustCarry: boolean
  /** Counts confirmed commits, from 0. */
  readonly revision: number
  /** Whether it has ever come back from the desk. */
  readonly reworked: boolean
  /** Number of the last sealed version, 0 when there is none; `sealed` may be an older one after a correction was dropped. */
  readonly lastVersion: number
  /** What readers have: stays until the next version is released. */
  readonly published: Sealed | null
  /** When it first went out. */
  readonly firstPublished: string | null
  readonly correction: Correction | null
  /** When its author threw it away: it is hidden, and can be brought back. */
  readonly discarded: string | null
  readonly signatures: readonly Signature[]
  readonly nudges: readonly Nudge[]
  /** When it came into this state. */
  readonly since: string
  readonly updatedAt: string
}

/**
 *   draft ──file──▶ filed ──seal──▶ sealed ──release──▶ released ──recall──▶ recalled
 *     │ ▲             │               ▲ │                                       ▲
 *     │ ╰───return────╯               │ │                                       │
 *     ├───────────────seal────────────╯ │                                       │
 *     │ ╰◀──return, or a new edit───────╯                                       │
 *     ╰──────────────── the original of a copy is recalled, in any state ───────╯
 *
 * A released story is corrected from the start of the same way: released ──reopen──▶ draft … sealed ──release──▶ released, with `published` still out
 * meanwhile; dropped, it is `released` again as it was. It can be recalled from anywhere on that way.
 *
 * Only `sealed` can be signed. What leads away from it voids its signatures: the next seal is another version.
 * `sealed` (the field) is the last version; in `released` the one that is out.
 */
export type Story = Common &
  (
    | { readonly state: 'draft' | 'filed' | 'recalled'; readonly sealed: Sealed | null }
    | { readonly state: 'sealed'; readonly sealed: Sealed }
    | { readonly state: 'released'; readonly sealed: Sealed }
  )
export type SealedStory = Extract<Story, { state: 'sealed' }>

type Published =
  | 'story.reopened'
  | 'story.proofread'
  | 'story.filed'
  | 'version.sealed'
  | 'story.signed'
  | 'story.returned'
  | 'story.released'
  | 'story.supplemented'
  | 'story.recalled'
/** What happens to a story. Most of it is published; edits and nudges stay in this service's tables, products and recalls of originals are heard. */
export type Fact =
  | { [Type in Published]: { readonly type: Type; readonly body: Body<Type> } }[Published]
  | {
      readonly type: 'story.edited'
      /** `commits`: of how many confirmed ones the change consists; one unless it is said. */
      readonly body: { readonly text: Text; readonly mustCarry: boolean; readonly commits?: number; readonly at: string }
    }
  | { readonly type: 'story.nudged'; readonly body: Nudge }
  | { readonly type: 'product.heard'; readonly body: { readonly version: number; readonly product: ProductResult } }
  | { readonly type: 'story.discarded' | 'story.restored'; readonly body: { readonly at: string } }
  | { readonly type: 'correction.dropped'; readonly body: { readonly text: Text; readonly reason: null; readonly at: string } }
  | { readonly type: 'copy.recalled'; readonly body: { readonly person: PersonId; readonly reason: string; readonly at: string } }

/** A new story; copies and originals begin alike: with their author. */
export function newStory(
  first: Pick<Common, 'id' | 'centre' | 'author' | 'authorName' | 'origin' | 'mustCarry'> & { text: Text; at: string },
): Story {
  const { text, at, ...rest } = first
  return {
    ...rest,
    ...text,
    state: 'draft',
    reworked: false,
    lastVersion: 0,
    published: null,
    firstPublished: null,
    correction: null,
    discarded: null,
    sealed: null,
    revision: 0,
    signatures: [],
    nudges: [],
    since: at,
    updatedAt: at,
  }
}

/** The story after the fact. Decides nothing: a fact has happened. */
export function evolve(story: Story, fact: Fact): Story {
  switch (fact.type) {
    case 'story.edited':
      return edited(story, fact.body)
    case 'story.filed':
      return { ...at(story, fact.body.at), state: 'filed' }
    case 'version.sealed':
      return { ...at(story, fact.body.at), state: 'sealed', sealed: sealedOf(fact.body), lastVersion: fact.body.version, signatures: [] }
    case 'story.signed':
      return signed(story, signatureOf(fact.body))
    case 'story.proofread':
      return signed(story, signatureOf({ ...fact.body, review: fact.body.proof }))
    case 'story.returned':
      return { ...at(story, fact.body.at), state: 'draft', reworked: true }
    case 'story.released':
      return released(story, fact.body.at)
    case 'story.supplemented':
      return supplemented(story, fact.body)
    case 'story.reopened':
      return { ...at(story, fact.body.at), state: 'draft', reworked: true, correction: correctionOf(fact.body) }
    case 'story.discarded':
      return { ...story, discarded: fact.body.at }
    case 'story.restored':
      return { ...story, discarded: null }
    case 'correction.dropped':
      return { ...edited(at(story, fact.body.at), { ...fact.body, mustCarry: story.mustCarry }), state: 'released', ...backTo(story) }
    case 'story.recalled':
    case 'copy.recalled':
      return { ...at(story, fact.body.at), state: 'recalled' }
    case 'story.nudged':
      return { ...story, nudges: [...story.nudges, fact.body] }
    case 'product.heard':
      return heard(story, fact.body)
    default:
      return fact satisfies never
  }
}

const at = (story: Story, instant: string): Story => ({ ...story, since: instant, updatedAt: instant })

const edited = (story: Story, { text, mustCarry, commits = 1, at }: Extract<Fact, { type: 'story.edited' }>['body']): Story => ({
  ...story,
  ...text,
  mustCarry,
  revision: story.revision + commits,
  updatedAt: at,
})

function released(story: Story, instant: string): Story {
  const sealed = sealedIn(story)
  return {
    ...at(story, instant),
    state: 'released',
    sealed,
    published: sealed,
    firstPublished: story.firstPublished ?? instant,
    correction: null,
  }
}

const supplemented = (story: Story, { product, at }: Body<'story.supplemented'>): Story => ({
  ...withPublished(story, withSigned(sealedIn(story), product.outlet)),
  updatedAt: at,
})

const withPublished = (story: Story, sealed: Sealed): Story => ({ ...story, sealed, published: sealed }) as Story

const correctionOf = ({ severity, note }: Correction): Correction => ({ severity, note })

/** What a dropped correction leaves: the version that is out. Its signatures are read with it; in memory those of the dropped one are not its own. */
function backTo({ id, published, sealed, signatures }: Story): Pick<Common, 'correction' | 'signatures'> & { sealed: Sealed } {
  if (!published) throw new Error(`story ${id} has no version that is out`)
  return { correction: null, sealed: published, signatures: sealed?.version === published.version ? signatures : [] }
}

const sealedOf = ({
  hash,
  version,
  headline,
  document,
  assets,
  outlets,
  responsibleEditor,
  correction,
  person,
  at,
}: Body<'version.sealed'>): Sealed => ({
  version,
  headline,
  document,
  contentHash: hash,
  assets,
  outlets,
  responsibleEditor,
  correction: correction ?? null,
  person,
  at,
  products: [],
})

const signed = (story: Story, signature: Signature): Story => ({
  ...story,
  signatures: [...story.signatures, signature],
  updatedAt: signature.at,
})

const signatureOf = ({ version, review, person, contentHash, productsHash, standIn, phone, at }: Signature): Signature => ({
  version,
  review,
  person,
  contentHash,
  productsHash,
  standIn,
  phone,
  at,
})

/** Only a story with a version is ever released; anything else is a bug of whoever made the fact. */
function sealedIn({ id, sealed }: Story): Sealed {
  if (!sealed) throw new Error(`story ${id} was released without a version`)
  return sealed
}

/** The newest answer of an outlet counts, for the last version alone; after its release only in place of a refusal, as something to be signed by itself. */
function heard(story: Story, { version, product }: Extract<Fact, { type: 'product.heard' }>['body']): Story {
  if (story.state === 'released' && story.sealed.version === version) return withPublished(story, withLate(story.sealed, product))
  if (story.state === 'released' || story.state === 'recalled' || story.sealed?.version !== version) return story
  if (story.published?.version === version) return story
  const products = [...story.sealed.products.filter(({ outlet }) => outlet !== product.outlet), product]
  return { ...story, sealed: { ...story.sealed, products } } as Story
}
