import { schema } from '@kitchen/document'
import type { Bilingual } from '@kitchen/model'
import { history } from 'prosemirror-history'
import type { Node } from 'prosemirror-model'
import { EditorState } from 'prosemirror-state'
import { tableEditing } from 'prosemirror-tables'
import { EditorView } from 'prosemirror-view'
import 'prosemirror-view/style/prosemirror.css'
import { type RefObject, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { blockIds } from './block-ids.ts'
import './editor.css'
import { type Hosts, makeHosts } from './hosts.ts'
import { keys } from './keys.ts'
import { type Hints, hints } from './marks-on-screen.ts'
import { pasting } from './pasting.ts'
import { type Slash, slash } from './slash.ts'

type Needs = {
  readonly document: Node
  readonly label: string
  readonly hints: Hints
  readonly changed: (document: Node) => void
  readonly save: () => void
  readonly notes: (notes: readonly Bilingual[]) => void
  readonly files: (files: readonly File[], at: number | null) => void
  readonly choose: (slash: Slash) => boolean
}
/** The editor outside React: its view, the state on screen, the places of fields. */
export type Editor = {
  readonly view: EditorView
  readonly hosts: Hosts
  readonly subscribe: (changed: () => void) => () => void
  readonly replace: (document: Node) => void
}

/** A ProseMirror view in a box. `needs` may change at any time; the document is only the first one. */
export function useEditor(needs: Needs): readonly [RefObject<HTMLDivElement | null>, Editor | null] {
  const box = useRef<HTMLDivElement>(null)
  const live = useRef(needs)
  live.current = needs
  const [editor, setEditor] = useState<Editor | null>(null)
  useEffect(() => {
    if (!box.current) return
    const made = open(box.current, live)
    setEditor(made)
    return () => made.view.destroy()
  }, [])
  return [box, editor]
}

/** The state on screen, live. */
export const useEditorState = (editor: Editor): EditorState => useSyncExternalStore(editor.subscribe, () => editor.view.state)

function open(box: HTMLElement, live: RefObject<Needs>): Editor {
  const listeners = new Set<() => void>()
  const hosts = makeHosts()
  const tell = () => {
    for (const changed of listeners) changed()
  }
  const plugins = [
    slash((state) => live.current.choose(state)),
    ...keys(() => live.current.save()),
    history(),
    tableEditing(),
    blockIds(),
    hints(() => live.current.hints),
    pasting({ notes: (notes) => live.current.notes(notes), files: (files, at) => live.current.files(files, at) }),
  ]
  const view = new EditorView(box, {
    state: EditorState.create({ schema, doc: live.current.document, plugins }),
    nodeViews: hosts.views,
    attributes: {
      role: 'textbox',
      'aria-multiline': 'true',
      'aria-label': live.current.label,
      lang: 'zh-CN',
      class: 'text',
      spellcheck: 'false',
    },
    dispatchTransaction: (tr) => {
      const { state, transactions } = view.state.applyTransaction(tr)
      view.updateState(state)
      if (transactions.some(({ docChanged }) => docChanged)) live.current.changed(state.doc)
      tell()
    },
  })
  return {
    view,
    hosts,
    subscribe: (changed) => {
      listeners.add(changed)
      return () => listeners.delete(changed)
    },
    replace: (doc) => {
      view.updateState(EditorState.create({ schema, doc, plugins }))
      tell()
    },
  }
}
