import type { StoryView } from '@kitchen/api'
import { parseDocument } from '@kitchen/document'
import { type Live, reopened, startLive } from '@kitchen/document/client'
import { useQuery } from '@tanstack/react-query'
import type { Node } from 'prosemirror-model'
import { useEffect, useRef, useState } from 'react'
import { Link, useParams, useSearchParams } from 'react-router'
import { Failed } from '../api/failed.ts'
import { LateSkeleton, Loaded } from '../api/loaded.tsx'
import { storyQuery } from '../api/queries.ts'
import { claim, takeKept } from '../editor/together/kept-edits.ts'
import { Page } from '../session/page.tsx'
import { useWho } from '../session/who.tsx'
import { DocumentText } from '../story/document-text.tsx'
import { useWords } from '../words/provider.tsx'
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
      {(one) => (one.may.write ? <WithKept key={one.id} story={one} /> : <ReadOnly story={one} />)}
    </Loaded>
  )
}

/** What this browser still holds is looked up before the text is opened. */
function WithKept({ story }: { readonly story: StoryView }) {
  const { person } = useWho()
  const [opened, setOpened] = useState<Opened>()
  const opening = useRef<Promise<Opened>>(null)
  useEffect(() => {
    opening.current ??= openedFrom(person, story)
    void opening.current.then(setOpened)
  }, [person, story])
  return opened === undefined ? <LateSkeleton rows={12} /> : <Filing story={story} opened={opened} />
}

type Opened = { readonly doc: Node; readonly live: Live }

async function openedFrom(person: string, story: StoryView): Promise<Opened> {
  const kept = await takeKept(person, story.id)
  try {
    if (kept) return reopened(kept)
  } catch {
    // a document of an older program: the kitchen's text is opened instead, and what was kept stays on its shelf
  }
  const clientId = crypto.randomUUID()
  void claim(clientId)
  return { doc: parseDocument(story.document), live: startLive(clientId, story.revision) }
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
