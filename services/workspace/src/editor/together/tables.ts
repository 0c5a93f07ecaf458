import { isFromElsewhere } from '@kitchen/document/client'
import { Plugin } from 'prosemirror-state'
import { tableEditing } from 'prosemirror-tables'

/** Cells as ProseMirror edits them; only after one's own acts tables are put in order, or each who sees another's would do it once more. */
export function tables(): Plugin {
  const { spec } = tableEditing()
  const mend = spec.appendTransaction
  return new Plugin({
    ...spec,
    appendTransaction(trs, before, after) {
      return mend && !trs.some(isFromElsewhere) ? mend.call(this, trs, before, after) : null
    },
  })
}
