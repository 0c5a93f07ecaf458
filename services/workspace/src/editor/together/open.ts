import { liveOf } from '@kitchen/document/client'
import type { EditorView } from 'prosemirror-view'
import { othersKey, placed } from './cursors.ts'
import { keeper } from './kept-edits.ts'
import { openSession, type Session } from './session.ts'
import { openSocket } from './socket.ts'
import type { Store } from './store.ts'

type Needs = {
  readonly person: string
  readonly story: string
  readonly view: EditorView
  readonly store: Store
  /** After a change that came from elsewhere. */
  readonly shown: (docChanged: boolean) => void
  readonly setAside: (document: unknown) => void
}
export type OpenTogether = {
  readonly session: Session
  /** The cursor may have moved. */
  readonly moved: () => void
  /** Takes a block for somebody, or lets it go. */
  readonly hold: (block: string, to: string | null, note: string) => void
  readonly close: () => void
}
/** A cursor that moves is told at most so often. */
const hereMs = 120

/** Ties an open editor to the others in its story. */
export function openTogether({ person, story, view, store, shown, setAside }: Needs): OpenTogether {
  const { clientId } = liveOf(view.state)
  const socket = openSocket()
  const keep = keeper(person, story, clientId)
  const session = openSession({
    story,
    wire: socket.wire,
    state: () => view.state,
    apply: (tr) => {
      if (view.isDestroyed) return view.state
      view.updateState(view.state.apply(tr))
      shown(tr.docChanged)
      return view.state
    },
    isComposing: () => view.composing,
    keep: (kept) => {
      if (!kept) store.set({ savedAt: new Date() })
      return keep(kept)
    },
    news: {
      link: (link) => store.set({ link }),
      people: (people) => {
        store.set({ people })
        view.dispatch(view.state.tr.setMeta(othersKey, { people: placed(view.state, people) }))
      },
      hands: (hands) => store.set({ hands: new Map([...store.now().hands, ...hands.map((hand) => [hand.block, hand] as const)]) }),
      holds: (holds) => {
        store.set({ holds })
        view.dispatch(view.state.tr.setMeta(othersKey, { holds }))
      },
      meanwhile: (rows) => {
        if (rows.length === 0) return
        store.set({ meanwhile: rows })
        const changed = new Map(rows.flatMap(({ blocks, name }) => blocks.map((block) => [block, name.replace(/（.*）$/, '')] as const)))
        view.dispatch(view.state.tr.setMeta(othersKey, { changed }))
      },
      aside: setAside,
      refused: (refused) => store.set({ refused }),
    },
  })
  socket.tie(session)
  let timer: ReturnType<typeof setTimeout> | undefined
  const moved = () => {
    timer ??= setTimeout(() => {
      timer = undefined
      if (view.isDestroyed) return
      const { anchor, head } = view.state.selection
      session.here(view.hasFocus() ? { anchor, head } : null)
    }, hereMs)
  }
  const close = () => {
    clearTimeout(timer)
    session.close()
    socket.close({ story, clientId })
  }
  const hold: OpenTogether['hold'] = (block, to, note) => void socket.wire.ask('hold', { story, block, to, note }).catch(() => {})
  return { session, moved, hold, close }
}
