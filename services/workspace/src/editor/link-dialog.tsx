import { schema } from '@kitchen/document'
import { Button, Input, Modal } from 'antd'
import { useEffect, useId, useState } from 'react'
import { useWords } from '../words/provider.tsx'
import type { Editor } from './editor.tsx'

const safe = /^(https?:\/\/|mailto:|tel:)[^\s]+$/i

/** Sets, changes or removes the link of the selection. */
export function LinkDialog({ editor, open, close }: { readonly editor: Editor; readonly open: boolean; readonly close: () => void }) {
  const { words } = useWords()
  const id = useId()
  const [href, setHref] = useState('')
  useEffect(() => {
    if (open) setHref(linkAt(editor) ?? '')
  }, [open, editor])
  const good = safe.test(href.trim())
  const set = (address: string | null) => {
    const { state, dispatch } = editor.view
    const { from, to } = rangeOf(editor)
    const tr = state.tr.removeMark(from, to, schema.marks.link!)
    dispatch(address === null ? tr : tr.addMark(from, to, schema.marks.link!.create({ href: address })))
    close()
    editor.view.focus()
  }
  return (
    <Modal
      open={open}
      onCancel={close}
      title={words.filing.linkTitle}
      width={420}
      footer={[
        <Button key="drop" onClick={() => set(null)}>
          {words.filing.linkDrop}
        </Button>,
        <Button key="set" type="primary" disabled={!good} onClick={() => set(href.trim())}>
          {words.filing.linkSet}
        </Button>,
      ]}
    >
      <label htmlFor={id}>{words.filing.linkAddress}</label>
      <Input
        id={id}
        type="url"
        value={href}
        onChange={(event) => setHref(event.target.value)}
        onPressEnter={() => good && set(href.trim())}
        status={href !== '' && !good ? 'error' : ''}
        autoFocus
      />
      {href !== '' && !good && <p className="field-hint">{words.filing.linkBad}</p>}
    </Modal>
  )
}

function linkAt({ view: { state } }: Editor): string | null {
  const mark = state.selection.$from.marks().find(({ type }) => type === schema.marks.link)
  return mark ? String(mark.attrs.href) : null
}

/** The selection, or the whole link around the cursor. */
function rangeOf({ view: { state } }: Editor) {
  const { from, to, $from, empty } = state.selection
  if (!empty) return { from, to }
  const mark = $from.marks().find(({ type }) => type === schema.marks.link)
  const edges = { from, to }
  $from.parent.forEach((node, offset) => {
    const start = $from.start() + offset
    if (mark?.isInSet(node.marks) && start <= from && start + node.nodeSize >= from)
      Object.assign(edges, { from: start, to: start + node.nodeSize })
  })
  return edges
}
