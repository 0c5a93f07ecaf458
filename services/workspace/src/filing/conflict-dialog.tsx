import { type StoryView, storyView } from '@kitchen/api'
import { useQuery } from '@tanstack/react-query'
import { App, Button, Modal } from 'antd'
import { useNavigate } from 'react-router'
import { ask } from '../api/ask.ts'
import { useDoing } from '../api/doing.ts'
import { Loaded } from '../api/loaded.tsx'
import { DocumentText } from '../story/document-text.tsx'
import { plainDocument, textOf } from '../story/plain-document.ts'
import { useWords } from '../words/provider.tsx'
import { Time } from '../words/time.tsx'

type Mine = { readonly document: unknown; readonly mustCarry: boolean; readonly at: string | null }
type Props = {
  readonly story: string
  readonly mine: Mine
  readonly keepMine: (theirs: StoryView) => void
  readonly keepTheirs: (theirs: StoryView) => void
}

/** Two states of one story, side by side: a person chooses, nothing is lost. */
export function ConflictDialog({ story, mine, keepMine, keepTheirs }: Props) {
  const { words } = useWords()
  const { message } = App.useApp()
  const navigate = useNavigate()
  const theirs = useQuery({
    queryKey: ['story', story, 'conflict'],
    queryFn: () => ask(storyView, `/api/stories/${story}`),
    gcTime: 0,
    staleTime: 0,
  })
  const both = useDoing({
    act: (_: StoryView) => ask(storyView, '/api/stories', 'POST', { document: mine.document, mustCarry: mine.mustCarry }),
    after: (made) => {
      if (theirs.data) keepTheirs(theirs.data)
      void message.success(words.filing.bothDone)
      void navigate(`/stories/${made.id}/edit`)
    },
  })
  return (
    <Modal open closable={false} keyboard={false} title={words.filing.conflict} width={1000} footer={null}>
      <p>{words.filing.conflictHint}</p>
      <Loaded query={theirs}>
        {(there) => (
          <>
            <div className="conflict">
              <Side
                title={words.filing.mineVersion}
                document={mine.document}
                at={mine.at}
                choose={() => keepMine(there)}
                label={words.filing.keepMine}
              />
              <Side
                title={words.filing.theirVersion}
                document={there.document}
                at={there.updatedAt}
                choose={() => keepTheirs(there)}
                label={words.filing.keepTheirs}
              />
            </div>
            <Button type="link" loading={both.isPending} onClick={() => both.mutate(there)}>
              {words.filing.keepBoth}
            </Button>
          </>
        )}
      </Loaded>
    </Modal>
  )
}

function Side({
  title,
  document,
  at,
  choose,
  label,
}: {
  readonly title: string
  readonly document: unknown
  readonly at: string | null
  readonly choose: () => void
  readonly label: string
}) {
  const { words } = useWords()
  const plain = plainDocument(document)
  return (
    <section className="conflict-side">
      <h2>{title}</h2>
      <p className="side-hint">
        {plain && words.characters(textOf(plain).length)} {at && <Time at={at} />}
      </p>
      <Button onClick={choose}>{label}</Button>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by keys */}
      <section className="conflict-text" tabIndex={0} aria-label={title}>
        <DocumentText document={document} />
      </section>
    </section>
  )
}
