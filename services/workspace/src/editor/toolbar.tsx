import {
  BoldOutlined,
  ItalicOutlined,
  LinkOutlined,
  OrderedListOutlined,
  PictureOutlined,
  RedoOutlined,
  TableOutlined,
  UndoOutlined,
  UnorderedListOutlined,
  VideoCameraOutlined,
} from '@ant-design/icons'
import { schema } from '@kitchen/document'
import { toggleMark } from 'prosemirror-commands'
import { redoDepth, undoDepth } from 'prosemirror-history'
import type { Command, EditorState } from 'prosemirror-state'
import { addColumnAfter, addRowAfter, deleteColumn, deleteRow, deleteTable, isInTable } from 'prosemirror-tables'
import { type KeyboardEvent, type ReactNode, useState } from 'react'
import { useWords } from '../words/provider.tsx'
import { type Editor, useEditorState } from './editor.tsx'
import { LinkDialog } from './link-dialog.tsx'
import { insertTable } from './menu.ts'
import { makeSlot } from './slot.ts'
import { redoMine, undoMine } from './together/undo.ts'
import { type Kind, kindAt, turnInto } from './turn.ts'

/** The buttons above the text. Arrow keys move between them, as in every toolbar. */
export function Toolbar({ editor, pick }: { readonly editor: Editor; readonly pick: (kind: 'picture' | 'video') => void }) {
  const { words } = useWords()
  const state = useEditorState(editor)
  const [linking, setLinking] = useState(false)
  const f = words.filing
  const run = (command: Command) => () => {
    command(editor.view.state, editor.view.dispatch, editor.view)
    editor.view.focus()
  }
  const turn = (kind: Kind, label: string, icon?: ReactNode) => (
    <Tool
      label={label}
      icon={icon}
      pressed={kindAt(state) === kind}
      disabled={!turnInto(kind)(state)}
      does={run(kindAt(state) === kind ? turnInto('paragraph') : turnInto(kind))}
    />
  )
  return (
    <div className="toolbar" role="toolbar" aria-label={f.toolbar} onKeyDown={along}>
      <Tool label={f.undo} icon={<UndoOutlined />} disabled={undoDepth(state) === 0} does={run(undoMine)} />
      <Tool label={f.redo} icon={<RedoOutlined />} disabled={redoDepth(state) === 0} does={run(redoMine)} />
      <i />
      {turn('lead', f.lead)}
      {turn('subhead', f.subhead)}
      {turn('quotation', f.quotation)}
      <i />
      <Tool
        label={f.strong}
        icon={<BoldOutlined />}
        pressed={marked(state, 'strong')}
        disabled={!toggleMark(schema.marks.strong!)(state)}
        does={run(toggleMark(schema.marks.strong!))}
      />
      <Tool
        label={f.em}
        icon={<ItalicOutlined />}
        pressed={marked(state, 'em')}
        disabled={!toggleMark(schema.marks.em!)(state)}
        does={run(toggleMark(schema.marks.em!))}
      />
      <Tool
        label={f.link}
        icon={<LinkOutlined />}
        pressed={marked(state, 'link')}
        disabled={state.selection.empty && !marked(state, 'link')}
        does={() => setLinking(true)}
      />
      <i />
      {turn('bulletList', f.bullets, <UnorderedListOutlined />)}
      {turn('orderedList', f.numbers, <OrderedListOutlined />)}
      <Tool label={f.table} icon={<TableOutlined />} does={run(insertTable)} />
      <Tool label={f.picture} icon={<PictureOutlined />} does={() => pick('picture')} />
      <Tool label={f.video} icon={<VideoCameraOutlined />} does={() => pick('video')} />
      <Tool label={words.slots.add} disabled={!makeSlot(state)} does={run(makeSlot)} />
      {turn('factBox', f.fact)}
      {turn('editorsNote', f.note)}
      {isInTable(state) && (
        <>
          <i />
          <Tool label={f.rowAdd} does={run(addRowAfter)} />
          <Tool label={f.rowDrop} does={run(deleteRow)} />
          <Tool label={f.columnAdd} does={run(addColumnAfter)} />
          <Tool label={f.columnDrop} does={run(deleteColumn)} />
          <Tool label={f.tableDrop} does={run(deleteTable)} />
        </>
      )}
      <LinkDialog editor={editor} open={linking} close={() => setLinking(false)} />
    </div>
  )
}

type ToolProps = {
  readonly label: string
  readonly icon?: ReactNode
  readonly pressed?: boolean
  readonly disabled?: boolean
  readonly does: () => void
}
function Tool({ label, icon, pressed, disabled = false, does }: ToolProps) {
  return (
    <button
      type="button"
      className="tool"
      title={label}
      aria-label={label}
      aria-pressed={pressed}
      aria-disabled={disabled}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => !disabled && does()}
    >
      {icon ?? label}
    </button>
  )
}

function along(event: KeyboardEvent<HTMLElement>) {
  const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
  if (step === 0) return
  const tools = [...event.currentTarget.querySelectorAll<HTMLElement>('.tool')]
  const at = tools.indexOf(document.activeElement as HTMLElement)
  if (at < 0) return
  event.preventDefault()
  tools.at((at + step) % tools.length)?.focus()
}

function marked({ selection, storedMarks, doc }: EditorState, name: 'strong' | 'em' | 'link'): boolean {
  const type = schema.marks[name]!
  if (selection.empty) return type.isInSet(storedMarks ?? selection.$from.marks()) !== undefined
  return doc.rangeHasMark(selection.from, selection.to, type)
}
