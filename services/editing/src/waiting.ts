import type { StoryView } from '@kitchen/api'
import { type Action, type Caller, may, type Person, type Region } from '@kitchen/model'
import { mayReview, nextReview, validSignatures } from './duties.ts'
import type { Story } from './story.ts'

export type Waiting = StoryView['waiting']
export type Step = Waiting['step']

/** With whom the story is, since when, and how often they were nudged. `people` by role at that centre and by separation of duties; possibly nobody. */
export function waitingOf(story: Story, region: Region): Waiting {
  const step = stepOf(story)
  const since = sinceOf(story, step)
  const nudges = story.nudges.filter(({ at }) => at >= since)
  return { step, people: peopleFor(story, step, region), since, nudges: nudges.length, lastNudge: nudges.at(-1)?.at ?? null }
}

/** The next step: write (new) or edit (back from the desk), seal, the three reviews, release; none when all is done. */
export function stepOf(story: Story): Step {
  switch (story.state) {
    case 'draft':
      return story.reworked ? 'edit' : 'write'
    case 'filed':
      return 'seal'
    case 'sealed':
      return nextReview(story) ?? 'release'
    case 'released':
    case 'recalled':
      return 'none'
    default:
      return story satisfies never
  }
}

/** Within `sealed` each signature begins a step. */
function sinceOf(story: Story, step: Step): string {
  const isReviewed = step === 'second' || step === 'final' || step === 'release'
  return (isReviewed ? validSignatures(story).at(-1)?.at : undefined) ?? story.since
}

function peopleFor(story: Story, step: Step, region: Region): Waiting['people'] {
  if (step === 'none') return []
  if (step === 'write') return [{ person: story.author, name: story.authorName }]
  return region.people.filter((one) => can(story, step, one)).map(({ id, name }) => ({ person: id, name: name.zh }))
}

function can(story: Story, step: Exclude<Step, 'none' | 'write'>, person: Person): boolean {
  const caller: Caller = { person: person.id, name: person.name.zh, centre: person.centre, roles: person.roles }
  if (step === 'first' || step === 'second' || step === 'final') return mayReview(story, step, caller)
  if (step === 'edit' && person.id === story.author) return true
  return may(caller, actionOf[step], story.centre)
}
const actionOf: Record<'edit' | 'seal' | 'release', Action> = { edit: 'story.seal', seal: 'story.seal', release: 'story.release' }
