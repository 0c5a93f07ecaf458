import type { Caller } from '@kitchen/model'
import type { Around, CommandOf } from './decide.ts'
import { allow, isOpen, notHere } from './guards.ts'
import { refuse } from './refusals.ts'
import type { Fact, Story } from './story.ts'
import { textOf } from './text.ts'

/**
 * 更正: opens the next version of a story that is out, with the text that is out; while it is open (and not sealed) its severity and note can change.
 * What is out stays out until the next version is released.
 */
export function decideCorrect(story: Story, { severity, note, reason }: CommandOf<'correct'>, caller: Caller, { at }: Around): Fact[] {
  allow(story, 'story.correct', caller)
  const { published, correction } = story
  if (!published || story.state === 'recalled') throw refuse('editing/not-out')
  if (story.state === 'sealed') throw refuse('editing/correction-sealed')
  if (correction && correction.severity === severity && correction.note === note) return []
  const { id, centre } = story
  const { version } = published
  return [{ type: 'story.reopened', body: { story: id, version, centre, person: caller.person, severity, note, reason, at } }]
}

/** Drops an open correction, sealed or not: the text is the one that is out again. */
export function decideAbandon(story: Story, _: CommandOf<'abandon'>, caller: Caller, { at }: Around): Fact[] {
  allow(story, 'story.correct', caller)
  if (story.state === 'released') return []
  if (!story.published || !mayAbandon(story)) throw notHere(story)
  return [{ type: 'correction.dropped', body: { text: textOf(story.published.document), reason: null, at } }]
}

/** Whether a correction can be begun, or changed. */
export const mayCorrect = ({ state, published }: Story): boolean =>
  published !== null && (state === 'released' || state === 'draft' || state === 'filed')
/** Whether one is open. */
export const mayAbandon = (story: Story): boolean => story.published !== null && isOpen(story)
