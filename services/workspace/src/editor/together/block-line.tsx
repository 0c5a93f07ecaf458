import type { StoryView } from '@kitchen/api'
import { Button, Dropdown, Input } from 'antd'
import { useState } from 'react'
import { useRegion } from '../../api/queries.ts'
import { useNames } from '../../session/names.ts'
import { useWho } from '../../session/who.tsx'
import { useNow } from '../../words/now.ts'
import { useWords } from '../../words/provider.tsx'
import { shortTime } from '../../words/times.ts'
import { type Editor, useEditorState, useTogether } from '../editor.tsx'

/** The block with the cursor: whose hand was last in it and when, who has taken it; take it, hand it over with a note. */
export function BlockLine({ editor, story }: { readonly editor: Editor; readonly story: StoryView }) {
  const { words, language } = useWords()
  const nameOf = useNames()
  const now = useNow()
  const who = useWho()
  const { selection } = useEditorState(editor)
  const { hands, holds } = useTogether(editor)
  const block = String(selection.$from.node(1)?.attrs.id ?? '')
  const hand = hands.get(block)
  const hold = holds.find((one) => one.block === block)
  const t = words.together
  if (block === '') return null
  return (
    <section className="block-line" aria-label={t.blockLine}>
      <span className="block-hand">
        {t.block} · {hand ? t.lastHand(nameOf(hand.person, hand.name), shortTime(hand.at, now, language)) : t.untouched}
        {hold && ` · ${t.heldBy(nameOf(hold.person, hold.name))}`}
        {hold?.from && ` · ${t.heldFrom(hold.from)}`}
        {hold?.note && ` · “${hold.note}”`}
      </span>
      {hold?.person === who.person ? (
        <Button size="small" type="text" onClick={() => editor.hold(block, null, '')}>
          {t.letGo}
        </Button>
      ) : (
        <Button size="small" type="text" onClick={() => editor.hold(block, who.person, '')}>
          {t.take}
        </Button>
      )}
      <HandOver story={story} give={(to, note) => editor.hold(block, to, note)} />
    </section>
  )
}

function HandOver({ story, give }: { readonly story: StoryView; readonly give: (to: string, note: string) => void }) {
  const { words } = useWords()
  const who = useWho()
  const nameOf = useNames()
  const people = (useRegion().data?.people ?? []).filter(({ id, centre }) => centre === story.centre && id !== who.person)
  const [note, setNote] = useState('')
  const [open, setOpen] = useState(false)
  return (
    <Dropdown
      trigger={['click']}
      open={open}
      onOpenChange={setOpen}
      popupRender={(menu) => (
        <div className="hand-over">
          <Input
            value={note}
            maxLength={200}
            placeholder={words.together.note}
            aria-label={words.together.note}
            onChange={({ target }) => setNote(target.value)}
          />
          {menu}
        </div>
      )}
      menu={{
        items: people.map(({ id, name }) => ({ key: id, label: words.together.handTo(nameOf(id, name.zh)) })),
        onClick: ({ key }) => {
          give(key, note)
          setNote('')
          setOpen(false)
        },
      }}
    >
      <Button size="small" type="text">
        {words.together.hand}
      </Button>
    </Dropdown>
  )
}
