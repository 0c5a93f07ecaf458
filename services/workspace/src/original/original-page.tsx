import type { OriginalView, StoryView } from '@kitchen/api'
import { compareTexts } from '@kitchen/document'
import { severityNames } from '@kitchen/model'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { Link, useParams } from 'react-router'
import { Loaded } from '../api/loaded.tsx'
import { originalQuery, storyQuery, useRegion } from '../api/queries.ts'
import { Page } from '../session/page.tsx'
import { useWords } from '../words/provider.tsx'
import './original.css'
import { Pieces } from './pieces.tsx'
import { Questions } from './questions.tsx'
import { SideBySide } from './side-by-side.tsx'
import { useAmend } from './use-amend.ts'

/** A copy against its original: what a correction did, what is asked, what is to be read, then both texts side by side. */
export function OriginalPage() {
  const { id = '' } = useParams()
  const story = useQuery(storyQuery(id))
  const original = useQuery(originalQuery(id))
  return (
    <Loaded query={story} rows={12} page>
      {(one) => (
        <Loaded query={original} rows={12} page>
          {(against) => <Against story={one} original={against} />}
        </Loaded>
      )}
    </Loaded>
  )
}

function Against({ story, original }: { readonly story: StoryView; readonly original: OriginalView }) {
  const { words, say } = useWords()
  const region = useRegion()
  const centre = region.data?.centres.find(({ id }) => id === original.origin.centre)
  const facts = centre ? words.original.facts(say(centre.name), original.origin.version) : ''
  return (
    <Page
      title={words.original.title}
      hint={`${story.headline || words.home.untitled} · ${facts} · ${words.original.leave[original.leave]}`}
      actions={<Link to={story.may.write ? `/stories/${story.id}/edit` : `/stories/${story.id}`}>{words.original.edit}</Link>}
      wide
    >
      {story.may.write && <Correction original={original} />}
      {story.may.write && <Questions original={original} />}
      {original.unread.length > 0 && (
        <p className="original-unread" role="status">
          {words.original.unreadCount(original.unread.length)}
        </p>
      )}
      <SideBySide original={original} document={story.document} />
    </Page>
  )
}

/** What came from above: waiting to be taken, or taken, with a way back. */
function Correction({ original }: { readonly original: OriginalView }) {
  const { words, say } = useWords()
  const { story, revision, waits, severity, note, taken, undoable } = original
  const take = useAmend<{ revision: number }>(story, 'take', words.original.tookIn)
  const undo = useAmend<{ revision: number }>(story, 'undo', words.original.undone)
  if (!severity || (!waits && !undoable)) return null
  return (
    <section className="correction" aria-label={words.original.merged}>
      <p>
        <strong>{waits ? words.original.waits(say(severityNames[severity])) : words.original.taken(taken.length)}</strong>{' '}
        {note && words.original.noteOf(note)}
      </p>
      {!waits && <Taken taken={taken} />}
      {waits ? (
        <Button type="primary" onClick={() => take.mutate({ revision })} loading={take.isPending}>
          {words.original.take}
        </Button>
      ) : (
        <Button onClick={() => undo.mutate({ revision })} loading={undo.isPending}>
          {words.original.undo}
        </Button>
      )}
    </section>
  )
}

function Taken({ taken }: { readonly taken: OriginalView['taken'] }) {
  const { words } = useWords()
  return (
    <ol className="taken" aria-label={words.original.merged}>
      {taken.map(({ block, kind, before, after }) => (
        <li key={`${block} ${kind} ${before} ${after}`}>
          {words.original.kind[kind]} <Difference before={before} after={after} />
        </li>
      ))}
    </ol>
  )
}

/** Just what differs, with the words around it. */
function Difference({ before, after }: { readonly before: string; readonly after: string }) {
  if (before === '' || after === '') return before ? <del>{before}</del> : <ins>{after}</ins>
  const { above, here } = compareTexts(before, after)
  return (
    <>
      <Pieces pieces={above} as="del" /> → <Pieces pieces={here} as="ins" />
    </>
  )
}
