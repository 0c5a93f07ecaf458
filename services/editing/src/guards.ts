import { type Action, type Caller, may, type Region } from '@kitchen/model'
import { refuse } from './refusals.ts'
import type { Story } from './story.ts'

/** Refuses unless the policy table lets the caller do it at the story's centre. */
export function allow(story: Story, action: Action, caller: Caller): void {
  if (!may(caller, action, story.centre)) throw refuse('editing/not-allowed')
}

/** Refuses a command that was made on an older text than there is. */
export function atRevision({ revision: current }: Story, seen: number): void {
  if (seen !== current) throw refuse('editing/revision-passed', { current, seen })
}

/** Refuses must-carry where no other centre has authorised it. */
export function allowMustCarry({ standing }: Region, centre: Story['centre'], mustCarry: boolean): void {
  if (mustCarry && !standing.some(({ from }) => from === centre)) throw refuse('editing/no-standing')
}

/** Refuses because the story is elsewhere on its way. */
export const notHere = ({ state }: Story): Error => refuse('editing/not-here', { state })

/** Whether the text can still change. */
export const isOpen = ({ state }: Story): boolean => state === 'draft' || state === 'filed' || state === 'sealed'
