import type { StoryView } from '@kitchen/api'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from 'react-router'
import { Loaded } from '../api/loaded.tsx'
import { storyQuery, useRegion } from '../api/queries.ts'
import { Where } from '../home/story-rows.tsx'
import '../home/home.css'
import { RecallLink } from '../recall/recall-link.tsx'
import { Similar } from '../search/similar.tsx'
import { useNames } from '../session/names.ts'
import { useTitle } from '../session/page.tsx'
import { Actions } from '../signing/actions.tsx'
import { Signatures } from '../signing/signatures.tsx'
import { useWords } from '../words/provider.tsx'
import { Time } from '../words/time.tsx'
import { Changes } from './changes.tsx'
import { Copies } from './copies.tsx'
import { Correction } from './correction.tsx'
import { History } from './history.tsx'
import { Previews } from './previews.tsx'
import './story.css'

/** The story: where it is, its five channels, the three reviews, what happened. */
export function StoryPage() {
  const { id = '' } = useParams()
  const story = useQuery(storyQuery(id))
  return (
    <Loaded query={story} rows={12} page>
      {(one) => (
        <div className="page page-wide story-page">
          <Story story={one} />
        </div>
      )}
    </Loaded>
  )
}

function Story({ story }: { readonly story: StoryView }) {
  const { words } = useWords()
  useTitle(story.headline || words.home.untitled)
  return (
    <>
      <Head story={story} />
      <div className="story-body">
        <div className="story-main">
          <Previews story={story} />
        </div>
        <div className="story-side">
          <Signatures story={story} />
          <Changes story={story} />
          <History story={story} />
          {story.state !== 'draft' && story.state !== 'filed' && <Copies story={story.id} />}
          {story.state === 'released' && <Similar story={story.id} />}
        </div>
      </div>
    </>
  )
}

function Head({ story }: { readonly story: StoryView }) {
  const { words, say } = useWords()
  const region = useRegion()
  const nameOf = useNames()
  const name = (id: string) => region.data?.centres.find((one) => one.id === id)
  const origin = story.origin && name(story.origin.centre)
  const returned = story.state === 'draft' ? story.history.findLast(({ what }) => what === 'story.returned') : undefined
  return (
    <header className="story-head">
      <div className="story-title">
        <h1>{story.headline || words.home.untitled}</h1>
        <Where story={story} />
        <p className="story-facts">
          <span>{nameOf(story.author, story.authorName)}</span>
          <span>{words.characters(story.characters)}</span>
          <span>{story.sealed ? words.story.version(story.sealed.version) : words.story.noVersion}</span>
          {story.mustCarry && <span className="row-mark">{words.home.mustCarry}</span>}
          {origin && story.origin && <span>{words.story.origin(say(origin.name), story.origin.version)}</span>}
          {story.origin && <Link to={`/stories/${story.id}/original`}>{words.original.open}</Link>}
          {story.sealed && <Link to={`/stories/${story.id}/board`}>{words.story.board}</Link>}
          {story.published && <RecallLink story={story} />}
          <Time at={story.updatedAt} />
        </p>
        <Correction story={story} steps />
        {returned?.reason && (
          <p className="story-returned">
            <strong>{words.story.what['story.returned']}</strong> {returned.reason} <span>{nameOf(returned.person, returned.name)}</span>
          </p>
        )}
      </div>
      <Actions story={story} />
    </header>
  )
}
