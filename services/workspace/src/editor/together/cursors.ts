import type { BlockHold, LivePerson } from '@kitchen/api'
import { liveOf } from '@kitchen/document/client'
import { type EditorState, Plugin, PluginKey, type Transaction } from 'prosemirror-state'
import { Decoration, DecorationSet } from 'prosemirror-view'
import { colourOf } from './colours.ts'

/** What is shown of the others: where they are, what they have taken, and what changed while this editor was away (block → who). */
export type Others = {
  readonly people: readonly LivePerson[]
  readonly holds: readonly BlockHold[]
  readonly changed: ReadonlyMap<string, string>
}
export const othersKey = new PluginKey<Others>('others')
export const nobody: Others = { people: [], holds: [], changed: new Map() }

/** Cursors with names, taken blocks, changed blocks. */
export const others = (self: string): Plugin<Others> =>
  new Plugin<Others>({
    key: othersKey,
    state: {
      init: () => nobody,
      apply: (tr, now) => {
        const told = tr.getMeta(othersKey) as Partial<Others> | undefined
        const next = told ? { ...now, ...told } : now
        return tr.docChanged ? { ...next, people: moved(next.people, tr) } : next
      },
    },
    props: { decorations: (state) => decorationsOf(state, self) },
  })

/** People with their places as they are in this editor: behind its own pending steps. */
export function placed(state: EditorState, people: readonly LivePerson[]): readonly LivePerson[] {
  const { pending } = liveOf(state)
  const at = (pos: number) =>
    Math.min(
      state.doc.content.size,
      pending.reduce((place, { step }) => step.getMap().map(place), pos),
    )
  return people.map((one) => ({
    ...one,
    cursor: one.cursor && { ...one.cursor, anchor: at(one.cursor.anchor), head: at(one.cursor.head) },
  }))
}

const moved = (people: readonly LivePerson[], { mapping }: Transaction): readonly LivePerson[] =>
  people.map((one) => ({
    ...one,
    cursor: one.cursor && { ...one.cursor, anchor: mapping.map(one.cursor.anchor), head: mapping.map(one.cursor.head) },
  }))

function decorationsOf(state: EditorState, self: string): DecorationSet {
  const { people, holds, changed } = othersKey.getState(state) ?? nobody
  const cursors = people.filter(({ clientId, cursor }) => clientId !== self && cursor !== null).flatMap((one) => cursorOf(one, state))
  const blocks: Decoration[] = []
  state.doc.forEach((node, at) => {
    const id = String(node.attrs.id)
    const hold = holds.find(({ block }) => block === id)
    const who = changed.get(id)
    const end = at + node.nodeSize
    if (hold)
      blocks.push(
        Decoration.node(at, end, { class: 'held', style: `--hand: ${colourOf(hold.person)}`, title: `${hold.name} ${hold.note}`.trim() }),
      )
    if (who !== undefined) blocks.push(Decoration.node(at, end, { class: 'changed-away', 'data-who': who }))
  })
  return DecorationSet.create(state.doc, [...cursors, ...blocks])
}

function cursorOf({ clientId, person, name, cursor }: LivePerson, { doc }: EditorState): Decoration[] {
  const [anchor, head] = [cursor!.anchor, cursor!.head].map((pos) => Math.min(pos, doc.content.size)) as [number, number]
  const colour = colourOf(person)
  const caret = Decoration.widget(head, () => caretOf(name, colour), { key: `${clientId} ${name}`, side: 1, ignoreSelection: true })
  if (anchor === head) return [caret]
  const range = Decoration.inline(Math.min(anchor, head), Math.max(anchor, head), { class: 'their-range', style: `--hand: ${colour}` })
  return [caret, range]
}

function caretOf(name: string, colour: string): HTMLElement {
  const caret = document.createElement('span')
  caret.className = 'their-caret'
  caret.style.setProperty('--hand', colour)
  caret.dataset.name = name.replace(/（.*）$/, '')
  caret.setAttribute('aria-hidden', 'true')
  return caret
}
