import { isFromElsewhere, type Live, liveEditing } from '@kitchen/document/client'
import type { Bilingual } from '@kitchen/model'
import { history } from 'prosemirror-history'
import type { Node } from 'prosemirror-model'
import { EditorState } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'
import 'prosemirror-view/style/prosemirror.css'
import { type RefObject, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import './editor.css'
import { readClick } from './clicking.ts'
import { type Hosts, makeHosts } from './hosts.ts'
import { keys } from './keys.ts'
import { type Hints, hints } from './marks-on-screen.ts'
import { pasting } from './pasting.ts'
import { type Slash, slash } from './slash.ts'
import { others } from './together/cursors.ts'
import { type OpenTogether, openTogether } from './together/open.ts'
import type { Session } from './together/session.ts'
import { makeStore, type Store, type Together } from './together/store.ts'
import { tables } from './together/tables.ts'
import './together/together.css'

type Needs = {
  readonly person: string
  readonly story: string
  /** What the editor opens with: what is shown first, and what of it is not confirmed. */
  readonly opened: { readonly doc: Node; readonly live: Live }
  readonly label: string
  readonly hints: Hints
  readonly changed: (document: Node) => void
  readonly save: () => void
  readonly notes: (notes: readonly Bilingual[]) => void
  readonly files: (files: readonly File[], at: number | null) => void
  readonly choose: (slash: Slash) => boolean
  /** Keeps a text whose change was not taken. */
  readonly setAside: (document: unknown) => void
}
/** The editor outside React: its view, the state on screen, the places of fields. */
export type Editor = {
  readonly view: EditorView
  readonly hosts: Hosts
  readonly subscribe: (changed: () => void) => () => void
  readonly session: Session
  readonly together: Store
  readonly hold: OpenTogether['hold']
  readonly close: () => void
}

/** A ProseMirror view in a box. `needs` may change at any time; `opened` is only the beginning. */
export function useEditor(needs: Needs): readonly [RefObject<HTMLDivElement | null>, Editor | null] {
  const box = useRef<HTMLDivElement>(null)
  const live = useRef(needs)
  live.current = needs
  const [editor, setEditor] = useState<Editor | null>(null)
  useEffect(() => {
    if (!box.current) return
    const made = open(box.current, live)
    setEditor(made)
    return made.close
  }, [])
  return [box, editor]
}

/** The state on screen, live. */
export const useEditorState = (editor: Editor): EditorState => useSyncExternalStore(editor.subscribe, () => editor.view.state)
/** Who else is here, and what the link does, live. */
export const useTogether = ({ together }: Editor): Together => useSyncExternalStore(together.subscribe, together.now)

function open(box: HTMLElement, live: RefObject<Needs>): Editor {
  const listeners = new Set<() => void>()
  const hosts = makeHosts()
  const tell = () => {
    for (const changed of listeners) changed()
  }
  const { person, story, opened, label } = live.current
  const plugins = [
    slash((state) => live.current.choose(state)),
    ...keys(() => live.current.save()),
    liveEditing(opened.live),
    history(),
    tables(),
    others(opened.live.clientId),
    hints(() => live.current.hints),
    pasting({ notes: (notes) => live.current.notes(notes), files: (files, at) => live.current.files(files, at) }),
  ]
  const view: EditorView = new EditorView(box, {
    state: EditorState.create({ doc: opened.doc, plugins }),
    nodeViews: hosts.views,
    attributes: {
      role: 'textbox',
      'aria-multiline': 'true',
      'aria-label': label,
      lang: 'zh-CN',
      class: 'text',
      spellcheck: 'false',
    },
    handleDOMEvents: {
      compositionend: () => void setTimeout(() => together.session.settled(), afterComposing),
      blur: () => together.moved(),
      focus: () => together.moved(),
      mouseup: readClick,
    },
    dispatchTransaction: (tr) => {
      const { state, transactions } = view.state.applyTransaction(tr)
      view.updateState(state)
      const own = transactions.some((one) => one.docChanged && !isFromElsewhere(one))
      if (own) {
        live.current.changed(state.doc)
        together.session.changed()
      }
      if (own || tr.selectionSet) together.moved()
      tell()
    },
  })
  const store = makeStore()
  const together = openTogether({
    person,
    story,
    view,
    store,
    shown: (docChanged) => {
      if (docChanged) live.current.changed(view.state.doc)
      tell()
    },
    setAside: (document) => live.current.setAside(document),
  })
  return {
    view,
    hosts,
    session: together.session,
    together: store,
    hold: together.hold,
    subscribe: (changed) => {
      listeners.add(changed)
      return () => listeners.delete(changed)
    },
    close: () => {
      together.close()
      view.destroy()
    },
  }
}

/** The editor reads what an input method has left a moment after its end. */
const afterComposing = 60
