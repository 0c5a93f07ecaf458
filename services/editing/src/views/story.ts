import type { StoryLine, StoryView } from '@kitchen/api'
import type { Tx } from '@kitchen/database'
import { type Caller, chainOf, may, type PersonId, personOf, type Region } from '@kitchen/model'
import { mayAbandon, mayCorrect } from '../correct.ts'
import { mayDiscard } from '../discard.ts'
import { currentProductsHash, dueNow, type House, nextSigning, productsOf, signersOf, signingFor, validSignatures } from '../duties.ts'
import { isOpen } from '../guards.ts'
import { mayNudge } from '../steps.ts'
import type { Sealed, Story } from '../story.ts'
import { lateProducts, maySupplement } from '../supplement.ts'
import { waitingOf } from '../waiting.ts'

/** For whom a view is made, and when. */
export type Looking = House & { readonly caller: Caller }

/** A story whole: text, signatures with what they are still worth, history in order, with whom it is, what the caller may do. */
export async function storyView(tx: Tx, story: Story, looking: Looking): Promise<StoryView> {
  const history = await historyOf(tx, story)
  const { document, sealed } = story
  const view = {
    document,
    chain: [...chainOf(looking.region, story.centre)],
    signatures: signaturesOf(story, looking.region),
    history,
    sealed: sealed && sealedView(sealed),
    late: lateProducts(story),
    may: mayOf(story, looking),
  }
  return { ...storyLine(story, looking), ...view }
}

/** A story as a line of a list. */
export function storyLine(story: Story, { caller, ...house }: Looking): StoryLine {
  const { id, centre, headline, state, revision, author, authorName, mustCarry, origin, characters, updatedAt } = story
  const waiting = waitingOf(story, house)
  const waitsForMe = waiting.people.some(({ person }) => person === caller.person)
  const version = story.sealed?.version ?? 0
  return {
    id,
    centre,
    headline,
    state,
    version,
    revision,
    author,
    authorName,
    mustCarry,
    origin,
    characters,
    updatedAt,
    waiting,
    waitsForMe,
    mayNudge: mayNudge(story, caller, house),
    published: publishedOf(story),
    correction: correctionOf(story),
  }
}

function publishedOf({ published, firstPublished }: Story): StoryLine['published'] {
  return published && firstPublished ? { version: published.version, headline: published.headline, at: firstPublished } : null
}

/** What is being made of the version that is out; else what that version itself is. */
function correctionOf({ correction, published, sealed, state }: Story): StoryLine['correction'] {
  if (correction && published) return { ...correction, previous: published.version }
  const own = state === 'released' || state === 'recalled' ? sealed?.correction : undefined
  return own ? { severity: own.severity, note: own.note, previous: own.previous } : null
}

async function historyOf(tx: Tx, { id }: Story): Promise<StoryView['history']> {
  type Detail = Pick<StoryView['history'][number], 'review' | 'by' | 'signer'>
  type Row = { what: string; person: PersonId | null; name: string; reason: string | null; at: Date; detail: Detail | null }
  const { rows } = await tx.query<Row>('select what, person, name, reason, at, detail from editing.history where story = $1 order by n', [
    id,
  ])
  return rows.map(({ detail, ...row }) => ({ ...row, review: null, by: null, signer: null, ...detail, at: row.at.toISOString() }))
}

function signaturesOf(story: Story, region: Region): StoryView['signatures'] {
  const valid = new Set(validSignatures(story))
  const nameOf = (person: PersonId) => personOf(region, person)?.name.zh ?? person
  if (isOpen(story) && story.sealed && story.sealed.version === story.published?.version) return [] // those of what is out are not this draft's
  return story.signatures.map((one) => {
    const { review, person, contentHash, productsHash, at, standIn, phone } = one
    return {
      review,
      person,
      name: nameOf(person),
      at,
      contentHash,
      productsHash,
      valid: valid.has(one),
      standIn: standIn ? { ...standIn, grantedName: nameOf(standIn.grantedBy) } : null,
      phone: phone ? { ...phone, recordedName: nameOf(phone.recordedBy) } : null,
    }
  })
}

function sealedView(sealed: Sealed): NonNullable<StoryView['sealed']> {
  const { version, contentHash, at, outlets } = sealed
  const known = productsOf(sealed)
  const made = known.filter((one) => 'hash' in one).length
  return {
    version,
    contentHash,
    productsHash: currentProductsHash(sealed),
    at,
    outlets: [...outlets],
    made,
    refused: known.length - made,
    expected: outlets.length,
  }
}

/** What the caller may do by role, by where the story is and by separation of duties. A step may still be refused for what the text lacks. */
function mayOf(story: Story, { caller, ...house }: Looking): StoryView['may'] {
  const { state, centre } = story
  const ready = nextSigning(story, house.region) === null
  return {
    write: isOpen(story) && may(caller, 'story.write', centre),
    file: state === 'draft' && may(caller, 'story.file', centre),
    seal: (state === 'draft' || state === 'filed') && may(caller, 'story.seal', centre),
    sign: signingFor(story, caller, house),
    record: recordOf(story, caller, house),
    return: (state === 'filed' || state === 'sealed') && may(caller, 'story.return', centre),
    release: state === 'sealed' && ready && may(caller, 'story.release', centre),
    supplement: maySupplement(story, caller, house),
    recall: state !== 'recalled' && story.published !== null && may(caller, 'story.recall', centre),
    correct: mayCorrect(story) && may(caller, 'story.correct', centre),
    discard: mayDiscard(story, caller),
    abandon: mayAbandon(story) && may(caller, 'story.correct', centre),
    nudge: mayNudge(story, caller, house),
  }
}

/** What the caller may write down as given by telephone: the signature that is due, by whom it may be given; the author writes down none. */
function recordOf(story: Story, caller: Caller, house: House): StoryView['may']['record'] {
  const review = dueNow(story, house)
  if (!review || caller.person === story.author || !may(caller, 'story.sign.record', story.centre)) return null
  const people = signersOf(story, review, house).filter(({ id }) => id !== caller.person)
  return people.length === 0 ? null : { review, people: people.map(({ id, name }) => ({ person: id, name: name.zh })) }
}
