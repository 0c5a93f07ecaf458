import type { StoryView } from '@kitchen/api'
import { Input, Modal } from 'antd'
import { useId, useState } from 'react'
import { useNavigate } from 'react-router'
import { useWords } from '../words/provider.tsx'
import { useSteps } from './steps.ts'

type Props = { readonly story: StoryView; readonly open: boolean; readonly close: () => void }

/** 撤稿: a reason and the headline, typed. Then the board, where it can be seen going. */
export function RecallDialog({ story, open, close }: Props) {
  const { words } = useWords()
  const id = useId()
  const navigate = useNavigate()
  const [reason, setReason] = useState('')
  const [confirmation, setConfirmation] = useState('')
  const steps = useSteps(story)
  const headline = story.published?.headline ?? story.headline
  const same = confirmation.trim() === headline.trim()
  const order = () =>
    steps.recall.mutate(
      { reason: reason.trim(), confirmation: confirmation.trim() },
      { onSuccess: () => void navigate(`/stories/${story.id}/recall`) },
    )
  return (
    <Modal
      open={open}
      onCancel={close}
      title={words.story.recallTitle}
      okText={words.story.recallGo}
      cancelText={words.cancel}
      onOk={order}
      okButtonProps={{ danger: true, disabled: reason.trim() === '' || !same, loading: steps.recall.isPending }}
      destroyOnHidden
    >
      <div className="recall">
        <p className="recall-warn">{words.story.recallHint}</p>
        <label htmlFor={`${id}r`}>{words.story.recallReason}</label>
        <Input.TextArea id={`${id}r`} rows={2} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
        <label htmlFor={`${id}c`}>{words.story.recallConfirm(headline)}</label>
        <Input
          id={`${id}c`}
          value={confirmation}
          onChange={(event) => setConfirmation(event.target.value)}
          autoComplete="off"
          status={confirmation !== '' && !same ? 'error' : ''}
        />
      </div>
    </Modal>
  )
}
