import { parseDocument } from '@kitchen/document'
import { type Caller, Refusal } from '@kitchen/model'
import { refuseBrokenLocks } from './copies/copy.ts'
import type { Around, CommandOf } from './decide.ts'
import type { House } from './duties.ts'
import { allow, allowMustCarry, atRevision, isOpen, notHere } from './guards.ts'
import { refuse } from './refusals.ts'
import type { Fact, Story } from './story.ts'
import { sameDocument } from './text.ts'
import { waitingOf } from './waiting.ts'

/** Why a story left `sealed` when nobody returned it: the journal says so as well. */
export const reasonOfEdit = '封版后正文有改动，需重新封版 / The text was changed after sealing'

/** A change of the text. Whatever changes after sealing takes the version back, and its signatures with it. The same text again changes nothing. */
export function decideSave(
  story: Story,
  { revision, text, mustCarry = story.mustCarry }: CommandOf<'save'>,
  caller: Caller,
  { at, region, copy }: Around,
): Fact[] {
  allow(story, 'story.write', caller)
  if (!isOpen(story)) throw refuse('editing/closed')
  const changes = text !== undefined && !sameDocument(text.document, story.document)
  if (mustCarry === story.mustCarry && !changes) return []
  if (text) atRevision(story, revision)
  if (copy && changes) refuseBrokenLocks(copy, parseDocument(text.document))
  if (mustCarry !== story.mustCarry && story.published) throw refuse('editing/carry-fixed')
  allowMustCarry(region, story.centre, mustCarry)
  const { document, headline, characters } = text ?? story
  const edited: Fact = { type: 'story.edited', body: { text: { document, headline, characters }, mustCarry, at } }
  return story.state === 'sealed' ? [edited, returned(story, caller, reasonOfEdit, at)] : [edited]
}

/** 交稿: the author hands the story to the desk. */
export function decideFile(story: Story, { revision }: CommandOf<'file'>, caller: Caller, { at }: Around): Fact[] {
  allow(story, 'story.file', caller)
  if (story.state === 'filed' && revision === story.revision) return []
  if (story.state !== 'draft') throw notHere(story)
  atRevision(story, revision)
  if (story.headline === '' && story.characters === 0) throw refuse('editing/empty')
  return [{ type: 'story.filed', body: { story: story.id, centre: story.centre, person: caller.person, headline: story.headline, at } }]
}

/** Back to the author, with a reason. */
export function decideReturn(story: Story, { reason }: CommandOf<'return'>, caller: Caller, { at }: Around): Fact[] {
  allow(story, 'story.return', caller)
  if (story.state !== 'filed' && story.state !== 'sealed') throw notHere(story)
  return [returned(story, caller, reason, at)]
}

/** 撤稿: everything made from a story that is out has to go, also while it is being corrected. The headline that is out is typed as confirmation. */
export function decideRecall(story: Story, { reason, confirmation }: CommandOf<'recall'>, caller: Caller, { at }: Around): Fact[] {
  allow(story, 'story.recall', caller)
  if (story.state === 'recalled') return []
  if (!story.published) throw notHere(story)
  const { headline } = story.published
  if (confirmation.trim() !== headline) throw refuse('editing/confirmation-differs', { headline })
  return [{ type: 'story.recalled', body: { story: story.id, centre: story.centre, person: caller.person, reason, cause: null, at } }]
}

/** What the recall of the original does to a copy: one that is out is recalled with it, another one can't be released any more. */
export function decideCopyRecalled(story: Story, recall: { person: Caller['person']; reason: string; at: string }): Fact[] {
  if (story.state === 'recalled') return []
  if (!story.published) return [{ type: 'copy.recalled', body: recall }]
  const { id, centre, origin } = story
  return [{ type: 'story.recalled', body: { ...recall, story: id, centre, cause: origin?.story ?? null } }]
}

const tenMinutes = 600_000

/** 催一下: asks those who can do the next step to do it; one person at most once in ten minutes. */
export function decideNudge(story: Story, _: CommandOf<'nudge'>, caller: Caller, house: House): Fact[] {
  allow(story, 'story.nudge', caller)
  const { at } = house
  const { people } = waitingOf(story, house)
  if (!people.some(({ person }) => person !== caller.person)) throw refuse('editing/nobody-waits')
  const last = story.nudges.findLast(({ person }) => person === caller.person)
  const left = last ? Date.parse(last.at) + tenMinutes - Date.parse(at) : 0
  if (left > 0) throw refuse('editing/nudged-already', { minutes: Math.ceil(left / 60_000) })
  return [{ type: 'story.nudged', body: { person: caller.person, at } }]
}

/** The fact that a story is back on the desk. */
export const returned = ({ id, centre, sealed }: Story, { person }: Caller, reason: string, at: string): Fact => ({
  type: 'story.returned',
  body: { story: id, version: sealed?.version ?? 0, centre, person, reason, at },
})

/** Whether a nudge would be taken now. */
export function mayNudge(story: Story, caller: Caller, house: House): boolean {
  try {
    return decideNudge(story, { do: 'nudge' }, caller, house).length > 0
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}
