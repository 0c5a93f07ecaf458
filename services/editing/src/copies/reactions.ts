import { Poison, type Tx } from '@kitchen/database'
import { type Document, parseDocument } from '@kitchen/document'
import { type Draft, draft, type Event } from '@kitchen/events'
import { type PersonId, Refusal } from '@kitchen/model'
import { isOpen } from '../guards.ts'
import { lockedStory } from '../rows.ts'
import { draftsOf, store } from '../store.ts'
import type { Fact, Story } from '../story.ts'
import { textOf } from '../text.ts'
import { type Amended, type Copy, questionsOf, takeCorrection } from './copy.ts'
import { copyOf, storeCopy } from './rows.ts'

/** A copy begins with the version that was offered as its base, and with what its centre may change. */
export async function noteTerms(tx: Tx, { body }: Event<'copy.adopted'>): Promise<void> {
  const { copy, centre, origin, document, terms = { leave: 'adapt', locked: [] } } = body
  const base = parsed(document)
  const blank = { waits: false, severity: null, note: '', taken: [], unread: [], former: null }
  await storeCopy(tx, centre, { copy, origin, terms, base, theirs: base, ...blank })
}

/**
 * A correction from above: merged into the text by itself, or kept until a person takes it. A copy that is out begins a correction of its own, to be signed
 * anew; one that is sealed goes back to draft. An older version than the one that was heard of changes nothing.
 */
export async function correctCopy(tx: Tx, { body }: Event<'copy.corrected'>, name: string): Promise<readonly Draft[]> {
  const { copy: id, centre, origin, by, severity, note, terms, at } = body
  const story = await lockedStory(tx, id)
  const known = await copyOf(tx, id)
  if (!story || !known) throw new Poison(`copy ${id} was corrected, and never adopted`)
  if (story.state === 'recalled' || known.origin.version >= origin.version) return []
  const heard: Copy = { ...known, origin, terms, theirs: parsed(body.document), severity, note, waits: true }
  const document = parsed(story.document)
  const { copy, document: made } = by === 'itself' ? takeCorrection(heard, document) : { copy: heard, document }
  const facts = factsOf(story, { copy, document: made }, { person: body.person, at })
  const after = await store(tx, story, facts, { person: body.person, name })
  await storeCopy(tx, centre, copy)
  return [...draftsOf(after, facts), draft('copy.merged', id, { ...mergedOf(copy, made), centre, at })]
}

const reason = '原稿有更正 / The original was corrected'

/** What a merged text does to its story. Where nothing changed and nothing is asked, it stays as it is. */
function factsOf(story: Story, { copy, document }: Amended, { person, at }: { person: PersonId; at: string }): Fact[] {
  const { id, centre, mustCarry, published } = story
  const changed = !document.eq(parsed(story.document))
  if (!changed && !copy.waits && questionsOf(copy, document).length === 0) return []
  const edited: Fact[] = changed ? [{ type: 'story.edited', body: { text: textOf(document.toJSON()), mustCarry, at } }] : []
  const { severity, note } = copy
  if (story.state === 'released' && published && severity) {
    const reopened = { story: id, version: published.version, centre, person, severity, note, reason, at }
    return [{ type: 'story.reopened', body: reopened }, ...edited]
  }
  const version = story.sealed?.version ?? 0
  const returned: Fact = { type: 'story.returned', body: { story: id, version, centre, person, reason, at } }
  return story.state === 'sealed' && isOpen(story) ? [...edited, returned] : edited
}

/** What others hear of a merge. */
export const mergedOf = (copy: Copy, document: Document) => ({
  copy: copy.copy,
  origin: copy.origin,
  taken: copy.taken.length,
  unread: copy.unread.length,
  asked: questionsOf(copy, document).length,
  waits: copy.waits,
})

/** A document that can't be read now can't be read later: it is parked, with the reason. */
function parsed(document: unknown): Document {
  try {
    return parseDocument(document)
  } catch (error) {
    throw error instanceof Refusal ? new Poison(error.message) : error
  }
}
