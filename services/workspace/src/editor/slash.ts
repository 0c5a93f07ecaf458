import { type EditorState, Plugin, PluginKey } from 'prosemirror-state'

/** What stands after the slash, where; `at` is the line that Enter takes. */
export type Slash = { readonly from: number; readonly to: number; readonly query: string; readonly at: number }
type Move = { readonly move: number } | { readonly close: true }
type Shown = { readonly slash: Slash | null; readonly closed: number | null }
export const slashKey = new PluginKey<Shown>('slash')

/** `choose` runs the line that is marked, of as many as `count` says; it answers whether there was one. */
export const slash = (choose: (state: Slash) => boolean): Plugin =>
  new Plugin<Shown>({
    key: slashKey,
    state: {
      init: () => ({ slash: null, closed: null }),
      apply: (tr, before, _old, state) => {
        const told = tr.getMeta(slashKey) as Move | undefined
        const found = slashAt(state)
        if (!found) return { slash: null, closed: null }
        if (told && 'close' in told) return { slash: null, closed: found.from }
        if (before.closed === found.from) return { slash: null, closed: before.closed }
        const kept = before.slash && before.slash.query === found.query ? before.slash.at : 0
        return { slash: { ...found, at: Math.max(0, kept + (told ? told.move : 0)) }, closed: null }
      },
    },
    props: {
      handleKeyDown: (view, event) => {
        const open = slashKey.getState(view.state)?.slash
        if (!open || event.isComposing) return false
        const tell = (move: Move) => {
          view.dispatch(view.state.tr.setMeta(slashKey, move))
          return true
        }
        switch (event.key) {
          case 'ArrowDown':
            return tell({ move: 1 })
          case 'ArrowUp':
            return tell({ move: -1 })
          case 'Escape':
            return tell({ close: true })
          case 'Enter':
            return choose(open)
          default:
            return false
        }
      },
    },
  })

/** `/` at the start of a line or after a space; 、(the same key of a Chinese keyboard) only on a line of its own. */
function slashAt({ selection }: EditorState): Omit<Slash, 'at'> | null {
  const { $from, empty } = selection
  if (!empty || !['paragraph', 'lead'].includes($from.parent.type.name)) return null
  const before = $from.parent.textBetween(0, $from.parentOffset, undefined, '\ufffc')
  const found = /(?:^|\s)\/([^\s/]{0,12})$/.exec(before) ?? /^、([^\s、]{0,12})$/.exec(before)
  if (!found) return null
  const query = found[1] ?? ''
  return { from: $from.pos - query.length - 1, to: $from.pos, query }
}
