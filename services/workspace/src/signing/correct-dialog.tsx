import type { StoryView } from '@kitchen/api'
import { type Severity, severity as severities, severityNames } from '@kitchen/model'
import { Input, Modal, Radio } from 'antd'
import { useId, useState } from 'react'
import { useNavigate } from 'react-router'
import { useWords } from '../words/provider.tsx'
import { useSteps } from './steps.ts'

type Props = { readonly story: StoryView; readonly open: boolean; readonly close: () => void }

/** 更正: how much it matters, what readers are told, why. A new one leads to the text; one that is open is changed where it is. */
export function CorrectDialog(props: Props) {
  return props.open ? <Dialog {...props} /> : null
}

function Dialog({ story, open, close }: Props) {
  const { words } = useWords()
  const navigate = useNavigate()
  const steps = useSteps(story)
  const begun = story.state !== 'released'
  const [order, setOrder] = useState(() => startOf(story))
  const ready = order.reason.trim() !== '' && (order.severity !== 'error' || order.note.trim() !== '')
  const done = () => (begun ? close() : void navigate(`/stories/${story.id}/edit`))
  const go = () => steps.correct.mutate({ ...order, note: order.note.trim(), reason: order.reason.trim() }, { onSuccess: done })
  return (
    <Modal
      open={open}
      onCancel={close}
      title={words.story.correctTitle}
      okText={begun ? words.story.correctSave : words.story.correctGo}
      cancelText={words.cancel}
      onOk={go}
      okButtonProps={{ disabled: !ready, loading: steps.correct.isPending }}
      destroyOnHidden
    >
      <div className="return">
        {!begun && <p>{words.story.correctHint}</p>}
        <SeverityChoice value={order.severity} choose={(severity) => setOrder({ ...order, severity })} />
        <Text
          label={words.story.correctNote}
          value={order.note}
          most={300}
          hint={words.story.correctNoteHint}
          set={(note) => setOrder({ ...order, note })}
        />
        <Text label={words.story.correctReason} value={order.reason} most={500} set={(reason) => setOrder({ ...order, reason })} />
      </div>
    </Modal>
  )
}

const startOf = ({ correction, state, history }: StoryView) => ({
  severity: state === 'released' ? ('error' as Severity) : (correction?.severity ?? 'error'),
  note: state === 'released' ? '' : (correction?.note ?? ''),
  reason: state === 'released' ? '' : (history.findLast(({ what }) => what === 'story.reopened')?.reason ?? ''),
})

function SeverityChoice({ value, choose }: { readonly value: Severity; readonly choose: (severity: Severity) => void }) {
  const { words, say } = useWords()
  return (
    <>
      <Radio.Group
        aria-label={words.story.severity}
        value={value}
        onChange={(event) => choose(severities.parse(event.target.value))}
        options={severities.options.map((one) => ({ value: one, label: say(severityNames[one]) }))}
        optionType="button"
      />
      <p className="severity-hint">{words.story.severityHint[value]}</p>
    </>
  )
}

type TextProps = {
  readonly label: string
  readonly value: string
  readonly most: number
  readonly hint?: string
  readonly set: (value: string) => void
}
function Text({ label, value, most, hint = '', set }: TextProps) {
  const id = useId()
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <Input.TextArea id={id} rows={2} maxLength={most} placeholder={hint} value={value} onChange={(event) => set(event.target.value)} />
    </>
  )
}
