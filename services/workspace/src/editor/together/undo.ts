import { redoOwn, undoOwn } from '@kitchen/document/client'
import type { Command } from 'prosemirror-state'

/** Undo of one's own acts, as a command: what others wrote inside them stays. */
export const undoMine: Command = through(undoOwn)
/** Redo, likewise. */
export const redoMine: Command = through(redoOwn)

function through(act: typeof undoOwn): Command {
  return (state, dispatch, view) => {
    if (!dispatch || !view) return act(state)
    return act(state, (tr) => {
      view.dispatch(tr)
      return view.state
    })
  }
}
