import type { StoryLine } from '@kitchen/api'
import { Button } from 'antd'
import { Link } from 'react-router'
import { useRegion } from '../api/queries.ts'
import { useNames } from '../session/names.ts'
import { useWho } from '../session/who.tsx'
import { useNow } from '../words/now.ts'
import { useWords } from '../words/provider.tsx'
import { Time } from '../words/time.tsx'
import { waitedFor } from '../words/times.ts'
import { useNudge } from './nudge.ts'
import { whereIs } from './where.ts'

/** Stories as dense rows; on a phone each is two or three lines. */
export function StoryRows({ stories }: { readonly stories: readonly StoryLine[] }) {
  return (
    <ul className="rows">
      {stories.map((story) => (
        <Row key={story.id} story={story} />
      ))}
    </ul>
  )
}

function Row({ story }: { readonly story: StoryLine }) {
  const { words, say } = useWords()
  const region = useRegion()
  const nameOf = useNames()
  const who = useWho()
  const origin = region.data?.centres.find(({ id }) => id === story.origin?.centre)
  const writing = story.state === 'draft' && story.author === who.person
  return (
    <li className="row" data-mine={story.waitsForMe || undefined} data-story={story.id}>
      <Link className="row-headline" to={writing ? `/stories/${story.id}/edit` : `/stories/${story.id}`}>
        {story.headline || words.home.untitled}
      </Link>
      <Where story={story} />
      <span className="row-facts">
        <span className={story.author === who.person ? 'row-author' : ''}>{nameOf(story.author, story.authorName)}</span>
        {origin && <span className="row-mark">{words.home.from(say(origin.name))}</span>}
        {story.mustCarry && <span className="row-mark">{words.home.mustCarry}</span>}
      </span>
      <span className="row-count">{words.characters(story.characters)}</span>
      <span className="row-time">
        <Time at={story.updatedAt} />
      </span>
    </li>
  )
}

/** With whom, since when, and a nudge. */
export function Where({ story }: { readonly story: Pick<StoryLine, 'id' | 'state' | 'waiting' | 'waitsForMe' | 'mayNudge'> }) {
  const { words, language } = useWords()
  const who = useWho()
  const now = useNow()
  const nudge = useNudge(story.id)
  const nameOf = useNames()
  const { waiting } = story
  const named = { ...waiting, people: waiting.people.map((one) => ({ ...one, name: nameOf(one.person, one.name) })) }
  const open = waiting.step !== 'none'
  const others = open && !story.waitsForMe && story.mayNudge
  return (
    <span className="where">
      <span className={`state state-${story.state}`}>{words.state[story.state]}</span>
      {open && <span className="where-who">{whereIs(named, who.person, words)}</span>}
      {open && <span className="where-since">{words.wait.since(waitedFor(waiting.since, now, language))}</span>}
      {waiting.nudges > 0 && open && <span className="where-since">{words.wait.nudges(waiting.nudges)}</span>}
      {others && (
        <Button size="small" className="where-nudge" onClick={() => nudge.mutate()} loading={nudge.isPending}>
          {words.wait.nudge}
        </Button>
      )}
    </span>
  )
}
