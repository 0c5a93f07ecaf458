import type { StoryView } from '@kitchen/api'
import { severityNames } from '@kitchen/model'
import { App, Button } from 'antd'
import { useState } from 'react'
import { CorrectDialog } from '../signing/correct-dialog.tsx'
import { useSteps } from '../signing/steps.ts'
import { useWords } from '../words/provider.tsx'
import './story.css'

/** 更正: what is being corrected, or what this version corrected, and what readers are told. With `steps`: change the note, drop it. Silent otherwise. */
export function Correction({ story, steps = false }: { readonly story: StoryView; readonly steps?: boolean }) {
  const { words, say } = useWords()
  const { correction, published } = story
  if (!correction || !published) return null
  const open = story.state !== 'released' && story.state !== 'recalled'
  const severity = say(severityNames[correction.severity])
  return (
    <div className="correction" role="note">
      <p>
        <strong>
          {open ? words.story.correctionOpen(correction.previous, severity) : words.story.correctionOf(correction.previous, severity)}
        </strong>{' '}
        {correction.note}
      </p>
      {steps && open && <Steps story={story} />}
    </div>
  )
}

function Steps({ story }: { readonly story: StoryView }) {
  const { words } = useWords()
  const { modal } = App.useApp()
  const { abandon } = useSteps(story)
  const [editing, setEditing] = useState(false)
  const sure = () =>
    void modal.confirm({
      title: words.story.abandonSure,
      okText: words.story.abandon,
      okButtonProps: { danger: true },
      cancelText: words.cancel,
      onOk: () => abandon.mutateAsync().catch(() => {}),
    })
  return (
    <div className="correction-steps">
      {story.may.correct && (
        <Button size="small" onClick={() => setEditing(true)}>
          {words.story.correctEdit}
        </Button>
      )}
      {story.may.abandon && (
        <Button size="small" onClick={sure} loading={abandon.isPending}>
          {words.story.abandon}
        </Button>
      )}
      <CorrectDialog story={story} open={editing} close={() => setEditing(false)} />
    </div>
  )
}
