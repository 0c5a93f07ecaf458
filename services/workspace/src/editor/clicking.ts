import { TextSelection } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'

/**
 * Reads where a click has put the cursor at once. The browser tells of it a moment later, and a change of somebody else that comes in between would put
 * the cursor back to where it was before: what is typed next would stand in another line.
 */
export function readClick(view: EditorView): void {
  const at = view.dom.ownerDocument.getSelection()
  if (!at?.isCollapsed || !at.anchorNode || !view.hasFocus() || !view.dom.contains(at.anchorNode)) return
  const { doc, selection, tr } = view.state
  const place = doc.resolve(view.posAtDOM(at.anchorNode, at.anchorOffset))
  if (!place.parent.inlineContent || (selection.empty && selection.from === place.pos)) return
  view.dispatch(tr.setSelection(TextSelection.create(doc, place.pos)))
}
