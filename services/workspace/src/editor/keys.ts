import { schema } from '@kitchen/document'
import { baseKeymap, chainCommands, exitCode, toggleMark } from 'prosemirror-commands'
import { keymap } from 'prosemirror-keymap'
import { splitListItem } from 'prosemirror-schema-list'
import { type Command, type Plugin, TextSelection } from 'prosemirror-state'
import { goToNextCell } from 'prosemirror-tables'
import { redoMine, undoMine } from './together/undo.ts'
import { isTitle, startOf } from './turn.ts'

/** The keys of the text. `save` is told by Ctrl S. */
export function keys(save: () => void): readonly Plugin[] {
  const own: Record<string, Command> = {
    'Mod-z': undoMine,
    'Mod-y': redoMine,
    'Shift-Mod-z': redoMine,
    'Mod-b': toggleMark(schema.marks.strong!),
    'Mod-i': toggleMark(schema.marks.em!),
    'Mod-s': () => {
      save()
      return true
    },
    Enter: chainCommands(nextField, leaveGroup, splitListItem(schema.nodes.listItem!)),
    'Shift-Enter': chainCommands(exitCode, breakLine),
    Backspace: stayInField,
    Delete: stayBeforeField,
    Tab: goToNextCell(1),
    'Shift-Tab': goToNextCell(-1),
  }
  return [keymap(own), keymap(baseKeymap)]
}

/** Enter in a title field leads to the next one, from the last to the text. */
const nextField: Command = (state, dispatch) => {
  const { $from } = state.selection
  if (!isTitle($from.node(1) ?? state.doc)) return false
  const next = startOf(state.doc, $from.index(0) + 1)
  dispatch?.(state.tr.setSelection(TextSelection.near(state.doc.resolve(next + 1))).scrollIntoView())
  return true
}

/** Enter on an empty line of a list or box goes on below it as text. */
const leaveGroup: Command = (state, dispatch) => {
  const { $from, empty } = state.selection
  const group = $from.node(1)
  const line = $from.parent
  if (!empty || !group || line.content.size > 0 || !['itemText', 'factText'].includes(line.type.name)) return false
  const inner = line.type.name === 'itemText' ? 2 : 2
  const index = $from.index(1)
  if (index !== group.childCount - 1) return false
  if (!dispatch) return true
  const below = $from.after(1)
  const tr = state.tr.insert(below, schema.node('paragraph'))
  tr.setSelection(TextSelection.near(tr.doc.resolve(below + 1)))
  if (group.childCount > 1) tr.delete($from.before(inner), $from.after(inner))
  else tr.delete($from.before(1), $from.after(1))
  dispatch(tr.scrollIntoView())
  return true
}

const breakLine: Command = (state, dispatch) => {
  const { $from } = state.selection
  if (!$from.parent.contentMatchAt($from.index()).matchType(schema.nodes.hardBreak!)) return isTitle($from.parent)
  dispatch?.(state.tr.replaceSelectionWith(schema.node('hardBreak')).scrollIntoView())
  return true
}

/** Backspace at the start of a field goes to the end of the one before; fields never melt into one another. */
const stayInField: Command = (state, dispatch) => {
  const { $from, empty } = state.selection
  if (!empty || $from.parentOffset > 0 || $from.depth !== 1) return false
  const index = $from.index(0)
  if (index > 4) return false
  if (index === 4 && $from.parent.content.size === 0 && state.doc.childCount > 5) return false
  if (index > 0) dispatch?.(state.tr.setSelection(TextSelection.near(state.doc.resolve($from.before(1) - 1), -1)).scrollIntoView())
  return true
}

const stayBeforeField: Command = (state) => {
  const { $from, empty } = state.selection
  return empty && $from.depth === 1 && isTitle($from.parent) && $from.parentOffset === $from.parent.content.size
}
