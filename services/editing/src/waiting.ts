import type { StoryView } from '@kitchen/api'
import { type Action, may, type Person, type Region, type Signing, signing } from '@kitchen/model'
import { asCaller, type House, maySign, nextSigning, validSignatures } from './duties.ts'
import type { Story } from './story.ts'

export type Waiting = StoryView['waiting']
export type Step = Waiting['step']

/** With whom the story is, since when, and how often they were nudged. `people` by role at that centre and by separation of duties; possibly nobody. */
export function waitingOf(story: Story, house: House): Waiting {
  const step = stepOf(story, house.region)
  const since = sinceOf(story, step)
  const nudges = story.nudges.filter(({ at }) => at >= since)
  return { step, people: peopleFor(story, step, house), since, nudges: nudges.length, lastNudge: nudges.at(-1)?.at ?? null }
}

/** The next step: write (new) or edit (back from the desk), seal, the signatures of the house, release; none when all is done. */
export function stepOf(story: Story, region: Region): Step {
  switch (story.state) {
    case 'draft':
      return story.reworked ? 'edit' : 'write'
    case 'filed':
      return 'seal'
    case 'sealed':
      return nextSigning(story, region) ?? 'release'
    case 'released':
    case 'recalled':
      return 'none'
    default:
      return story satisfies never
  }
}

/** Within `sealed` each signature begins a step. */
function sinceOf(story: Story, step: Step): string {
  const isSigned = step === 'release' || isSigning(step)
  return (isSigned ? validSignatures(story).at(-1)?.at : undefined) ?? story.since
}

function peopleFor(story: Story, step: Step, house: House): Waiting['people'] {
  if (step === 'none') return []
  if (step === 'write') return [{ person: story.author, name: story.authorName }]
  return house.region.people.filter((one) => can(story, step, one, house)).map(({ id, name }) => ({ person: id, name: name.zh }))
}

function can(story: Story, step: Exclude<Step, 'none' | 'write'>, person: Person, house: House): boolean {
  const caller = asCaller(person)
  if (isSigning(step)) return maySign(story, step, caller, house)
  if (step === 'edit' && person.id === story.author) return true
  return may(caller, actionOf[step], story.centre)
}
const isSigning = (step: Step): step is Signing => signing.options.some((one) => one === step)
const actionOf: Record<'edit' | 'seal' | 'release', Action> = { edit: 'story.seal', seal: 'story.seal', release: 'story.release' }
