import {
  brokenLocks,
  type Change,
  type Choice,
  type Conflict,
  choose,
  type Document,
  decidedBase,
  lockedIn,
  type Merged,
  mergeCorrection,
  openSlots,
  parseDocument,
  type Terms,
} from '@kitchen/document'
import type { Severity, StoryId } from '@kitchen/model'
import { refuse } from '../refusals.ts'
import type { Story } from '../story.ts'

/** What editing knows of a copy beside its text. `former`: text and base from before the last merge, and what the merge made, to undo it. */
export type Copy = {
  readonly copy: StoryId
  readonly origin: NonNullable<Story['origin']>
  readonly terms: Terms
  readonly base: Document
  readonly theirs: Document
  readonly waits: boolean
  readonly severity: Severity | null
  readonly note: string
  readonly taken: readonly Change[]
  readonly unread: readonly string[]
  readonly former: { readonly document: unknown; readonly base: unknown; readonly made: unknown } | null
}
/** A copy and its text after a step. */
export type Amended = { readonly copy: Copy; readonly document: Document }

/** What is asked now: from base, the newest version above, and the text as it is. Nothing while a correction waits to be taken. */
export function questionsOf(copy: Copy, document: Document): readonly Conflict[] {
  return copy.waits ? [] : mergedWith(copy, document).conflicts
}

/** Takes the newest version from above: what can be merged is, the rest is asked. */
export function takeCorrection(copy: Copy, document: Document): Amended {
  const { document: made, base, changes } = mergedWith(copy, document)
  const unread = changes.filter(({ near }) => near).map(({ block }) => block)
  const former = { document: document.toJSON(), base: copy.base.toJSON(), made: made.toJSON() }
  return { copy: { ...copy, base, waits: false, taken: changes, unread: [...new Set(unread)], former }, document: made }
}

/** Decides one question, whatever was chosen: it is not asked again. Refuses a question that is not open. */
export function decideQuestion(copy: Copy, document: Document, asked: { block: string; kind: string; choice: Choice }): Amended {
  const merged = mergedWith(copy, document)
  const conflict = merged.conflicts.find(({ block, kind }) => block === asked.block && kind === asked.kind)
  if (copy.waits || !conflict) throw refuse('editing/no-question')
  const base = decidedBase(copy.base, copy.theirs, merged.conflicts, conflict)
  return { copy: { ...copy, base }, document: choose(merged.document, conflict, asked.choice) }
}

/** Gives back what the last merge took; what was written since stays. The correction waits again. */
export function undoCorrection(copy: Copy, document: Document): Amended {
  if (!copy.former) throw refuse('editing/nothing-to-undo')
  const [before, base, made] = [copy.former.document, copy.former.base, copy.former.made].map(parseDocument)
  const undone = mergeCorrection({ base: made!, theirs: before!, ours: document })
  return { copy: { ...copy, base: base!, waits: true, taken: [], unread: [], former: null }, document: undone.document }
}

const mergedWith = ({ base, theirs, terms }: Copy, ours: Document): Merged =>
  mergeCorrection({ base, theirs, ours, locked: lockedIn(theirs, terms) })

/** Refuses a text in which something is changed that is locked. Slots are never locked. */
export function refuseBrokenLocks({ base, terms }: Copy, document: Document): void {
  const broken = brokenLocks(base, document, lockedIn(base, terms))
  if (broken.length > 0) throw refuse('editing/locked', { block: namesOf(base, broken) })
}

/** Refuses to seal a copy with a broken lock, an empty slot that is required, or a merged place that nobody has read. */
export function refuseUnready(copy: Copy, document: Document): void {
  refuseBrokenLocks(copy, document)
  const [slot] = openSlots(document)
  if (slot) throw refuse('editing/slot-open', { hint: slot.hint || slot.kind, before: slot.before })
  if (copy.unread.length > 0) throw refuse('editing/merge-unread', { block: namesOf(document, copy.unread), count: copy.unread.length })
}

/** The first words of blocks, as a person finds them. */
function namesOf(document: Document, ids: readonly string[]): string {
  const words = ids.map((id) => document.children.find((one) => one.attrs.id === id)?.textContent.slice(0, 12) ?? id)
  return words.map((text) => `“${text || '…'}”`).join('、')
}
