import { type RecallView, recallView, type StoryView } from '@kitchen/api'
import { channelNames, channels } from '@kitchen/model'
import { Button, Input, Modal, Select } from 'antd'
import { useId, useState } from 'react'
import { useNavigate } from 'react-router'
import { ask } from '../api/ask.ts'
import { useDoing } from '../api/doing.ts'
import { useRegion } from '../api/queries.ts'
import { useWords } from '../words/provider.tsx'

/** 部分撤稿: one centre, one channel, or one channel of one centre; a reason and the headline, typed. */
export function PartRecall({ story }: { readonly story: StoryView }) {
  const { words } = useWords()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button type="link" size="small" onClick={() => setOpen(true)}>
        {words.recalls.partTitle}
      </Button>
      {open && <Dialog story={story} close={() => setOpen(false)} />}
    </>
  )
}

type Part = { readonly centre: string; readonly channel: string; readonly reason: string; readonly confirmation: string }
const nothing: Part = { centre: '', channel: '', reason: '', confirmation: '' }

function Dialog({ story, close }: { readonly story: StoryView; readonly close: () => void }) {
  const { words } = useWords()
  const navigate = useNavigate()
  const [part, setPart] = useState(nothing)
  const headline = story.published?.headline ?? story.headline
  const { centre, channel, reason, confirmation } = part
  const order = useDoing<void, RecallView>({
    act: () =>
      ask(recallView, `/api/recalls/${story.id}/part`, 'POST', {
        ...(centre ? { centre } : {}),
        ...(channel ? { channel } : {}),
        reason: reason.trim(),
        confirmation: confirmation.trim(),
      }),
    says: words.recalls.partDone,
    renews: [['recalls'], ['deliveries', story.id]],
    after: () => void navigate(`/stories/${story.id}/recall`),
  })
  const ready = (centre || channel) && reason.trim() && confirmation.trim() === headline.trim()
  return (
    <Modal
      open
      onCancel={close}
      title={words.recalls.partTitle}
      okText={words.recalls.partGo}
      cancelText={words.cancel}
      onOk={() => order.mutate()}
      okButtonProps={{ danger: true, disabled: !ready, loading: order.isPending }}
    >
      <Fields part={part} headline={headline} change={(more) => setPart({ ...part, ...more })} />
    </Modal>
  )
}

const byLabel = { optionFilterProp: 'label' }
type FieldsProps = { readonly part: Part; readonly headline: string; readonly change: (more: Partial<Part>) => void }
function Fields({ part, headline, change }: FieldsProps) {
  const { words, say } = useWords()
  const id = useId()
  const region = useRegion()
  const all = { value: '', label: words.recalls.all }
  const centres = (region.data?.centres ?? []).map((one) => ({ value: String(one.id), label: say(one.name) }))
  const named = channels.map((one) => ({ value: String(one), label: say(channelNames[one]) }))
  return (
    <div className="recall">
      <p className="recall-warn">{words.recalls.partHint}</p>
      <label htmlFor={`${id}c`}>{words.recalls.partCentre}</label>
      <Select
        id={`${id}c`}
        showSearch={byLabel}
        value={part.centre}
        options={[all, ...centres]}
        onChange={(centre: string) => change({ centre })}
      />
      <label htmlFor={`${id}h`}>{words.recalls.partChannel}</label>
      <Select
        id={`${id}h`}
        showSearch={byLabel}
        value={part.channel}
        options={[all, ...named]}
        onChange={(channel: string) => change({ channel })}
      />
      <label htmlFor={`${id}r`}>{words.story.recallReason}</label>
      <Input.TextArea
        id={`${id}r`}
        rows={2}
        maxLength={500}
        value={part.reason}
        onChange={(event) => change({ reason: event.target.value })}
      />
      <label htmlFor={`${id}t`}>{words.story.recallConfirm(headline)}</label>
      <Input
        id={`${id}t`}
        value={part.confirmation}
        autoComplete="off"
        onChange={(event) => change({ confirmation: event.target.value })}
      />
    </div>
  )
}
