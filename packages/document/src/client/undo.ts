import { redo, undo } from 'prosemirror-history'
import type { EditorState } from 'prosemirror-state'
import { restoreSpans } from '../steps/place.ts'
import { type Apply, liveOf } from './live.ts'

/** Takes back what this person did last; what others wrote inside it stays. Answers whether there was anything. */
export const undoOwn = (state: EditorState, apply?: Apply): boolean => sparingOthers(undo, state, apply)

/** Does again what was undone, likewise. */
export const redoOwn = (state: EditorState, apply?: Apply): boolean => sparingOthers(redo, state, apply)

function sparingOthers(command: typeof undo, state: EditorState, apply?: Apply): boolean {
  if (!apply) return command(state)
  return command(state, (tr) => {
    const fix = apply(tr).tr
    restoreSpans(state.doc, tr.mapping, liveOf(state).foreign, fix)
    if (fix.docChanged) apply(fix.setMeta('addToHistory', false))
  })
}
