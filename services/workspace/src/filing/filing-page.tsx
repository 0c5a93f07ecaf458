import type { StoryView } from '@kitchen/api'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Link, useParams, useSearchParams } from 'react-router'
import { Failed } from '../api/failed.ts'
import { LateSkeleton, Loaded } from '../api/loaded.tsx'
import { storyQuery } from '../api/queries.ts'
import { Page } from '../session/page.tsx'
import { useWho } from '../session/who.tsx'
import { DocumentText } from '../story/document-text.tsx'
import { useWords } from '../words/provider.tsx'
import { type DraftCopy, keptDraft } from './draft-copy.ts'
import './filing.css'
import { Filing } from './filing.tsx'

/** 发稿: one page for words, photos, video. A copy that was just adopted may need a moment to be there. */
export function FilingPage() {
  const { id = '' } = useParams()
  const [search] = useSearchParams()
  const patient = search.has('new')
  const story = useQuery({
    ...storyQuery(id),
    ...(patient
      ? { retry: (count: number, error: unknown) => count < 20 && error instanceof Failed && error.status === 404, retryDelay: 500 }
      : {}),
  })
  return (
    <Loaded query={story} rows={12} page>
      {(one) => (one.may.write ? <WithDraft key={one.id} story={one} /> : <ReadOnly story={one} />)}
    </Loaded>
  )
}

/** What this browser still holds is looked up before the text is opened. */
function WithDraft({ story }: { readonly story: StoryView }) {
  const { person } = useWho()
  const [draft, setDraft] = useState<DraftCopy | null>()
  useEffect(() => {
    void keptDraft(person, story.id).then((found) => setDraft(found ?? null))
  }, [person, story.id])
  return draft === undefined ? <LateSkeleton rows={12} /> : <Filing story={story} draft={draft} />
}

function ReadOnly({ story }: { readonly story: StoryView }) {
  const { words } = useWords()
  return (
    <Page
      title={story.headline || words.home.untitled}
      hint={story.state === 'recalled' ? words.filing.recalledNow : words.filing.readOnly}
      actions={<Link to={`/stories/${story.id}`}>{words.filing.view}</Link>}
    >
      <DocumentText document={story.document} />
    </Page>
  )
}
