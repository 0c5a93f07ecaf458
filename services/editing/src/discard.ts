import type { Caller } from '@kitchen/model'
import type { Around, CommandOf } from './decide.ts'
import { allow, notHere } from './guards.ts'
import { refuse } from './refusals.ts'
import type { Fact, Story } from './story.ts'

/** 删除: the author throws a draft away that nobody else has had: never filed, sealed or taken over from another centre. */
export function decideDiscard(story: Story, _: CommandOf<'discard'>, caller: Caller, { at }: Around): Fact[] {
  allow(story, 'story.write', caller)
  if (story.discarded) return []
  if (caller.person !== story.author) throw refuse('editing/not-author')
  if (!isPrivate(story)) throw notHere(story)
  return [{ type: 'story.discarded', body: { at } }]
}

/** The undo. */
export function decideRestore(story: Story, _: CommandOf<'restore'>, caller: Caller, { at }: Around): Fact[] {
  if (!story.discarded) return []
  if (caller.person !== story.author) throw refuse('editing/not-author')
  return [{ type: 'story.restored', body: { at } }]
}

export const mayDiscard = (story: Story, caller: Caller): boolean => caller.person === story.author && isPrivate(story)

const isPrivate = ({ state, lastVersion, origin, reworked }: Story): boolean =>
  state === 'draft' && lastVersion === 0 && origin === null && !reworked
