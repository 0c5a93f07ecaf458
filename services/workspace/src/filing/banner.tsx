import type { StoryView } from '@kitchen/api'
import { useNames } from '../session/names.ts'
import { Correction } from '../story/correction.tsx'
import { useWords } from '../words/provider.tsx'

/** What a change means in this state, and why the story came back. */
export function Banner({ story }: { readonly story: StoryView }) {
  const { words } = useWords()
  const nameOf = useNames()
  const returned =
    story.state === 'draft' ? story.history.findLast(({ what }) => what === 'story.returned' || what === 'version.sealed') : undefined
  if (story.state === 'sealed') return <p className="banner">{words.filing.sealedNow}</p>
  if (returned?.what !== 'story.returned' || !returned.reason) return <Correction story={story} />
  return (
    <p className="banner">
      <strong>{words.story.what['story.returned']}</strong> {returned.reason} <span>{nameOf(returned.person, returned.name)}</span>
    </p>
  )
}
