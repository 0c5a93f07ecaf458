import type { OriginalView } from '@kitchen/api'
import { lineageOf, lockedIn, parseDocument } from '@kitchen/document'
import type { Story } from '../story.ts'
import { type Copy, questionsOf } from './copy.ts'

/** A copy against its original: lineage of each block, what was taken, what is to be read, what is asked. */
export function originalView(copy: Copy, story: Story): OriginalView {
  const { origin, terms, base, theirs, waits, severity, note, taken, unread, former } = copy
  const document = parseDocument(story.document)
  return {
    story: story.id,
    origin,
    leave: terms.leave,
    locked: [...lockedIn(base, terms)],
    base: base.toJSON() as unknown,
    original: theirs.toJSON() as unknown,
    revision: story.revision,
    lineage: Object.fromEntries(lineageOf(base, document)),
    waits,
    severity,
    note,
    taken: [...taken],
    unread: [...unread],
    undoable: former !== null,
    questions: questionsOf(copy, document).map(({ block, kind, hunks, choices }) => ({
      block,
      kind,
      hunks: [...hunks],
      base: choices.base?.toJSON() ?? null,
      theirs: choices.theirs?.toJSON() ?? null,
      ours: choices.ours?.toJSON() ?? null,
    })),
  }
}
