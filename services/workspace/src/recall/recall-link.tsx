import type { StoryView } from '@kitchen/api'
import { Link } from 'react-router'
import { mayDo, useWho } from '../session/who.tsx'
import { useWords } from '../words/provider.tsx'
import { PartRecall } from './part-recall.tsx'

/** To the board of a recalled story; or, while it is out, the recall of a part of it for who may recall. */
export function RecallLink({ story }: { readonly story: StoryView }) {
  const { words } = useWords()
  const who = useWho()
  if (story.state === 'recalled') return <Link to={`/stories/${story.id}/recall`}>{words.recalls.open}</Link>
  if (!mayDo(who, 'story.recall')) return null
  return <PartRecall story={story} />
}
