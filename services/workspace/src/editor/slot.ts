import { blockId, schema } from '@kitchen/document'
import type { Command } from 'prosemirror-state'

/** 挖空: what is selected becomes a slot that other centres fill with their own; here it stays what it says. */
export const makeSlot: Command = (state, dispatch) => {
  const { $from, $to, empty, from, to } = state.selection
  const value = state.doc.textBetween(from, to)
  if (empty || value.length > 60 || !$from.sameParent($to) || !takesSlots($from.parent)) return false
  dispatch?.(state.tr.replaceSelectionWith(schema.node('slot', { id: blockId(), kind: kindOf(value), value }), true))
  return true
}

const takesSlots = ({ type }: { type: { contentMatch: { matchType: (one: typeof slotType) => unknown } } }) =>
  Boolean(type.contentMatch.matchType(slotType))
const slotType = schema.nodes.slot!

/** The kind that the words look like; a name and a place can't be told apart and are asked as a place. */
const kindOf = (value: string): 'phone' | 'figure' | 'place' =>
  /^[\d\s+-]{7,}$/.test(value) ? 'phone' : /[\d０-９一二三四五六七八九十百千万亿]/.test(value) ? 'figure' : 'place'
