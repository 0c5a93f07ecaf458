import type { StoryView } from '@kitchen/api'
import { assetsOf, parseDocument } from '@kitchen/document'
import { App, Button } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { looseIn, useSources } from '../filing/use-sources.ts'
import { useWords } from '../words/provider.tsx'
import { CorrectDialog } from './correct-dialog.tsx'
import { RecallDialog } from './recall-dialog.tsx'
import { RecordDialog } from './record-dialog.tsx'
import { ReturnDialog } from './return-dialog.tsx'
import { useSteps } from './steps.ts'

/** What this person can do now: one primary step, the others beside it; under the thumb on a phone. */
export function Actions({ story }: { readonly story: StoryView }) {
  const { words } = useWords()
  const navigate = useNavigate()
  const [open, setOpen] = useState<'return' | 'recall' | 'correct' | 'record' | null>(null)
  const { may } = story
  const any = may.write || may.file || may.seal || may.sign || may.return || may.release || may.recall || may.correct || may.record
  if (!any) return null
  return (
    <fieldset className="actions" aria-label={words.story.actions}>
      <Hint story={story} />
      {may.seal && story.state !== 'sealed' && <Loose story={story} />}
      {may.write && <Button onClick={() => void navigate(`/stories/${story.id}/edit`)}>{words.story.edit}</Button>}
      {may.discard && <Discard story={story} />}
      {may.correct && story.state === 'released' && <Button onClick={() => setOpen('correct')}>{words.story.correct}</Button>}
      {may.record && <Button onClick={() => setOpen('record')}>{words.story.record}</Button>}
      {may.return && <Button onClick={() => setOpen('return')}>{words.story.return}</Button>}
      {may.recall && (
        <Button danger onClick={() => setOpen('recall')}>
          {words.story.recall}
        </Button>
      )}
      <Next story={story} />
      <CorrectDialog story={story} open={open === 'correct'} close={() => setOpen(null)} />
      <RecordDialog story={story} open={open === 'record'} close={() => setOpen(null)} />
      <ReturnDialog story={story} open={open === 'return'} close={() => setOpen(null)} />
      <RecallDialog story={story} open={open === 'recall'} close={() => setOpen(null)} />
    </fieldset>
  )
}

/** 删除: gone at once, with ten seconds to take it back. */
function Discard({ story }: { readonly story: StoryView }) {
  const { words } = useWords()
  const navigate = useNavigate()
  const { notification } = App.useApp()
  const steps = useSteps(story)
  const undo = () => {
    notification.destroy(story.id)
    steps.restore.mutate(undefined, { onSuccess: () => void navigate(`/stories/${story.id}`) })
  }
  const told = () => {
    const actions = (
      <Button size="small" onClick={undo}>
        {words.story.discardUndo}
      </Button>
    )
    notification.info({ key: story.id, title: words.story.discarded, description: story.headline, duration: 10, actions })
    void navigate('/')
  }
  return (
    <Button danger onClick={() => steps.discard.mutate(undefined, { onSuccess: told })} loading={steps.discard.isPending}>
      {words.story.discard}
    </Button>
  )
}

/** Photographs and films that arrived and that the text does not show are named before the seal: no product will have them. */
function Loose({ story }: { readonly story: StoryView }) {
  const { words } = useWords()
  const named = namedIn(story)
  const loose = looseIn(useSources(story.id, named), named)
  return loose > 0 ? <p className="actions-hint actions-warn">{words.filing.loose(loose)}</p> : null
}

/** Where the step just taken was, nothing comes under the finger: a second press must not send the story back. */
function Next({ story }: { readonly story: StoryView }) {
  const { words } = useWords()
  const steps = useSteps(story)
  const { may } = story
  if (may.sign)
    return (
      <Button type="primary" onClick={() => steps.sign.mutate()} loading={steps.sign.isPending} disabled={!story.sealed?.productsHash}>
        {words.story.sign[may.sign]}
      </Button>
    )
  if (may.release)
    return (
      <Button type="primary" onClick={() => steps.release.mutate()} loading={steps.release.isPending}>
        {words.story.release}
      </Button>
    )
  if (may.seal && story.state !== 'sealed')
    return (
      <Button type="primary" onClick={() => steps.seal.mutate()} loading={steps.seal.isPending}>
        {words.story.seal}
      </Button>
    )
  if (may.file && story.state === 'draft')
    return (
      <Button type="primary" onClick={() => steps.file.mutate()} loading={steps.file.isPending}>
        {words.story.file}
      </Button>
    )
  return story.state === 'sealed' ? <span className="actions-gap" aria-hidden /> : null
}

/** What the step means, before it is taken. */
function Hint({ story }: { readonly story: StoryView }) {
  const { words } = useWords()
  const { may, sealed } = story
  if (may.sign && sealed && !sealed.productsHash)
    return (
      <p className="actions-hint" role="status">
        {words.story.waitProducts} {words.story.progress(sealed.made, sealed.expected)}
      </p>
    )
  if (may.release && sealed)
    return (
      <p className="actions-hint">
        {words.story.releaseHint(sealed.outlets.length, new Set(sealed.outlets.map(({ outlet }) => outlet.slice(0, 6))).size)}
      </p>
    )
  return null
}

const namedIn = ({ document }: StoryView): readonly string[] => {
  try {
    return assetsOf(parseDocument(document))
  } catch {
    return [] // what can't be read names nothing; the seal says why
  }
}
