import type { StoryView } from '@kitchen/api'
import { type Document, fillSlot, openSlots, parseDocument, type Slot, slotsOf } from '@kitchen/document'
import { useQuery } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { z } from 'zod'
import { ask } from '../api/ask.ts'
import { useDoing } from '../api/doing.ts'
import { Loaded } from '../api/loaded.tsx'
import { storyQuery } from '../api/queries.ts'
import { Nothing, Page } from '../session/page.tsx'
import { useWords } from '../words/provider.tsx'
import './slots.css'

/** Just the holes of a copy, as a form (本地化填空). */
export function SlotsPage() {
  const { id = '' } = useParams()
  const story = useQuery({ ...storyQuery(id), retry: 5 })
  return (
    <Loaded query={story} rows={8} page>
      {(one) => <Slots key={one.id} story={one} />}
    </Loaded>
  )
}

const saved = z.object({ revision: z.int() })

function Slots({ story }: { readonly story: StoryView }) {
  const { words } = useWords()
  const navigate = useNavigate()
  const [document] = useState(() => parseDocument(story.document))
  const [values, setValues] = useState<Readonly<Record<string, string>>>({})
  const slots = slotsOf(document)
  const filled = filledWith(document, slots, values)
  const left = openSlots(filled).length
  const save = useDoing<void, unknown>({
    act: () => ask(saved, `/api/stories/${story.id}/draft`, 'PUT', { revision: story.revision, document: filled.toJSON() as unknown }),
    says: words.slots.saved,
    renews: [['story', story.id], ['original', story.id], ['stories']],
    after: () => void navigate(`/stories/${story.id}/edit`),
  })
  if (slots.length === 0)
    return (
      <Page title={words.slots.title}>
        <Nothing says={words.slots.none} />
      </Page>
    )
  return (
    <Page title={words.slots.title} hint={`${story.headline} · ${words.slots.hint}`}>
      <form
        className="slots"
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate()
        }}
      >
        {slots.map((slot, at) => (
          <Field
            key={slot.id}
            slot={slot}
            first={at === 0}
            value={values[slot.id] ?? slot.value}
            set={(value) => setValues({ ...values, [slot.id]: value })}
          />
        ))}
        <p className="slots-foot">
          <Button type="primary" htmlType="submit" loading={save.isPending} disabled={!story.may.write}>
            {words.slots.save}
          </Button>
          <span role="status">{left > 0 ? words.slots.left(left) : ''}</span>
        </p>
      </form>
    </Page>
  )
}

function Field({
  slot,
  value,
  set,
  first,
}: {
  readonly slot: Slot
  readonly value: string
  readonly set: (value: string) => void
  readonly first: boolean
}) {
  const { words } = useWords()
  const long = slot.kind === 'paragraph' || slot.kind === 'quotation'
  const control = { id: `slot-${slot.id}`, value, placeholder: slot.hint, required: slot.required, autoFocus: first }
  return (
    <div className="slot-field">
      <label htmlFor={control.id}>
        {words.slots.kind[slot.kind]}　{slot.hint}
        <span className="slot-need">{slot.required ? words.slots.required : words.slots.free}</span>
      </label>
      <div className="slot-line">
        {slot.before && <span>…{slot.before}</span>}
        {long ? (
          <Input.TextArea {...control} rows={3} onChange={({ target }) => set(target.value)} />
        ) : (
          <Input {...control} inputMode={slot.kind === 'phone' ? 'tel' : 'text'} onChange={({ target }) => set(target.value)} />
        )}
        {slot.after && <span>{slot.after}…</span>}
      </div>
      {slot.kind === 'picture' && <p className="page-hint">{words.slots.picture}</p>}
    </div>
  )
}

/** The text with what was typed; an untouched hole stays a hole. A picture comes by the editor. */
function filledWith(document: Document, slots: readonly Slot[], values: Readonly<Record<string, string>>): Document {
  const typed = slots.filter(({ id, kind }) => values[id] !== undefined && (kind !== 'picture' || values[id] !== ''))
  const isHole = ({ id }: Slot) => document.children.some((block) => block.type.name === 'hole' && block.attrs.id === id)
  return typed
    .filter((slot) => !isHole(slot) || values[slot.id] !== '')
    .reduce((made, { id }) => fillSlot(made, id, { text: values[id]!.trim() }), document)
}
