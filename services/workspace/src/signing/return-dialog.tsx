import type { StoryView } from '@kitchen/api'
import { Input, Modal } from 'antd'
import { useId, useState } from 'react'
import { useWords } from '../words/provider.tsx'
import { useSteps } from './steps.ts'

type Props = { readonly story: StoryView; readonly open: boolean; readonly close: () => void }

/** Back to the author, with a reason. */
export function ReturnDialog({ story, open, close }: Props) {
  const { words } = useWords()
  const id = useId()
  const [reason, setReason] = useState('')
  const steps = useSteps(story)
  const send = () => steps.return.mutate(reason.trim(), { onSuccess: close })
  return (
    <Modal
      open={open}
      onCancel={close}
      title={words.story.returnTitle}
      okText={words.story.return}
      cancelText={words.cancel}
      onOk={send}
      okButtonProps={{ disabled: reason.trim() === '', loading: steps.return.isPending }}
      destroyOnHidden
    >
      <div className="return">
        <p>{words.story.returnHint}</p>
        <label htmlFor={id}>{words.story.reason}</label>
        <Input.TextArea
          id={id}
          rows={3}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          placeholder={words.story.returnPlaceholder}
          autoFocus
        />
      </div>
    </Modal>
  )
}
