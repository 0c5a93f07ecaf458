import { type StandInView, standInView } from '@kitchen/api'
import { Button, Input, Select } from 'antd'
import { useId, useState } from 'react'
import { ask } from '../api/ask.ts'
import { useDoing } from '../api/doing.ts'
import { useRegion } from '../api/queries.ts'
import { useWho } from '../session/who.tsx'
import { useWords } from '../words/provider.tsx'

type Does = StandInView['does']
const day = 86_400_000

/** Names a colleague to stand in: for which signature, from when until when, and why. */
export function GrantForm() {
  const { words } = useWords()
  const [form, setForm] = useState(() => ({
    person: '',
    does: 'second' as Does,
    from: localOf(Date.now()),
    until: localOf(Date.now() + day),
    reason: '',
  }))
  const grant = useDoing<void, StandInView>({
    act: () =>
      ask(standInView, '/api/stand-ins', 'POST', {
        ...form,
        from: instantOf(form.from),
        until: instantOf(form.until),
        reason: form.reason.trim(),
      }),
    says: words.story.standInGranted,
    renews: [['stand-ins'], ['stories']],
    after: () => setForm({ ...form, person: '', reason: '' }),
  })
  const ready = form.person !== '' && form.reason.trim() !== '' && form.from < form.until
  const set = (more: Partial<typeof form>) => setForm({ ...form, ...more })
  return (
    <form
      className="stand-in-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) grant.mutate()
      }}
    >
      <People value={form.person} choose={(person) => set({ person })} />
      <Signing value={form.does} choose={(does) => set({ does })} />
      <Field label={words.story.standInFrom} type="datetime-local" value={form.from} set={(from) => set({ from })} />
      <Field label={words.story.standInUntil} type="datetime-local" value={form.until} set={(until) => set({ until })} />
      <Field label={words.story.standInReason} type="text" value={form.reason} set={(reason) => set({ reason })} />
      <Button type="primary" htmlType="submit" disabled={!ready} loading={grant.isPending}>
        {words.story.standInGrant}
      </Button>
    </form>
  )
}

function People({ value, choose }: { readonly value: string; readonly choose: (person: string) => void }) {
  const { words, say } = useWords()
  const id = useId()
  const who = useWho()
  const region = useRegion()
  const mine = region.data?.people.filter(({ centre }) => centre === who.centre) ?? []
  return (
    <div>
      <label htmlFor={id}>{words.story.standInWho}</label>
      <Select
        id={id}
        value={value === '' ? null : value}
        onChange={choose}
        options={mine.map((one) => ({ value: String(one.id), label: say(one.name) }))}
      />
    </div>
  )
}

function Signing({ value, choose }: { readonly value: Does; readonly choose: (does: Does) => void }) {
  const { words } = useWords()
  const id = useId()
  const all: readonly Does[] = ['first', 'second', 'final', 'proof']
  const label = (one: Does) => (one === 'proof' ? words.story.standInProof : words.story.review[one])
  return (
    <div>
      <label htmlFor={id}>{words.story.standInDoes}</label>
      <Select id={id} value={value} onChange={choose} options={all.map((one) => ({ value: one, label: label(one) }))} />
    </div>
  )
}

type FieldProps = { readonly label: string; readonly type: string; readonly value: string; readonly set: (value: string) => void }
function Field({ label, type, value, set }: FieldProps) {
  const id = useId()
  return (
    <div>
      <label htmlFor={id}>{label}</label>
      <Input id={id} type={type} value={value} maxLength={200} onChange={(event) => set(event.target.value)} />
    </div>
  )
}

/** What a field of date and time holds: this machine's clock, to the minute. */
const localOf = (at: number): string => new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
const instantOf = (local: string): string => new Date(local).toISOString()
