import type { StoryView } from '@kitchen/api'
import { Button, Input, Modal, Select } from 'antd'
import { useId, useRef, useState } from 'react'
import { useNames } from '../session/names.ts'
import { upload, whenOpened } from '../uploads/queue.ts'
import { useWords } from '../words/provider.tsx'
import { useSteps } from './steps.ts'

type Props = { readonly story: StoryView; readonly open: boolean; readonly close: () => void }

/** 电话签批: who signed, how it was verified, perhaps a recording. */
export function RecordDialog(props: Props) {
  const due = props.story.may.record
  return props.open && due ? <Dialog {...props} due={due} /> : null
}

function Dialog({ story, open, close, due }: Props & { readonly due: NonNullable<StoryView['may']['record']> }) {
  const { words } = useWords()
  const id = useId()
  const nameOf = useNames()
  const steps = useSteps(story)
  const [person, setPerson] = useState<string>(due.people[0]!.person)
  const [note, setNote] = useState('')
  const [asset, setAsset] = useState<string | null>(null)
  const go = () => steps.record.mutate({ person, note: note.trim(), asset }, { onSuccess: close })
  return (
    <Modal
      open={open}
      onCancel={close}
      title={words.story.recordTitle(words.story.review[due.review])}
      okText={words.story.recordGo}
      cancelText={words.cancel}
      onOk={go}
      okButtonProps={{ disabled: note.trim().length < 4, loading: steps.record.isPending }}
      destroyOnHidden
    >
      <div className="return">
        <p>{words.story.recordHint}</p>
        <label htmlFor={`${id}w`}>{words.story.recordWho}</label>
        <Select
          id={`${id}w`}
          value={person}
          onChange={setPerson}
          options={due.people.map((one) => ({ value: String(one.person), label: nameOf(one.person, one.name) }))}
          className="record-who"
        />
        <label htmlFor={`${id}n`}>{words.story.recordNote}</label>
        <Input.TextArea
          id={`${id}n`}
          rows={3}
          maxLength={500}
          value={note}
          onChange={(event) => setNote(event.target.value)}
          placeholder={words.story.recordNoteHint}
        />
        <Evidence story={story.id} chosen={setAsset} />
      </div>
    </Modal>
  )
}

/** A file goes into the upload queue; the signature names it as soon as the kitchen has opened it. */
function Evidence({ story, chosen }: { readonly story: string; readonly chosen: (asset: string) => void }) {
  const { words } = useWords()
  const input = useRef<HTMLInputElement>(null)
  const [name, setName] = useState('')
  const take = (file: File | undefined) => {
    const [key] = file ? upload(story, [file]) : []
    if (!file || !key) return
    setName(file.name)
    whenOpened(key, chosen)
  }
  return (
    <>
      <span className="record-label">{words.story.recordFile}</span>
      <input ref={input} type="file" hidden accept="audio/*,image/*,video/*" onChange={(event) => take(event.target.files?.[0])} />
      <Button size="small" onClick={() => input.current?.click()}>
        {words.story.recordFileAdd}
      </Button>{' '}
      {name}
    </>
  )
}
