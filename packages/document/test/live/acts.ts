import { Fragment, type Node } from 'prosemirror-model'
import type { EditorState, Transaction } from 'prosemirror-state'
import { canJoin, canSplit } from 'prosemirror-transform'
import { schema } from '../../src/index.ts'
import type { Chance } from './chance.ts'

/** Makes a transaction out of a state, or nothing where it does not apply. */
export type Act = (state: EditorState, chance: Chance, letters: (count: number) => string) => Transaction | null
const n = schema.nodes

/** What adds and never takes away. */
export const gentle: readonly Act[] = [
  (state, chance, letters) => within(state, chance, (pos) => state.tr.insertText(letters(1 + chance.below(3)), pos)),
  (state, chance, letters) => within(state, chance, (pos) => state.tr.insertText(letters(1), pos).insertText(letters(1), pos + 1)),
  (state, chance, letters) => within(state, chance, (pos) => splitAt(state, pos, chance.one(0.5) ? letters(2) : '')),
  (state, chance) => {
    const [from, to] = range(state, chance, 30)
    const mark = chance.pick([schema.marks.strong!, schema.marks.em!]).create()
    return chance.one(0.6) ? state.tr.addMark(from, to, mark) : state.tr.removeMark(from, to, mark)
  },
  (state, chance) => {
    const [from, to] = range(state, chance, 30)
    return state.tr.setBlockType(from, to, chance.pick([n.paragraph!, n.lead!]))
  },
  (state, chance, letters) =>
    state.tr.insert(startOf(state.doc, 4 + chance.below(state.doc.childCount - 3)), blockWith(state.doc, chance, letters)),
  (state, chance) =>
    state.tr.setNodeAttribute(startOf(state.doc, 4 + chance.below(state.doc.childCount - 4)), 'id', chance.pick(['', 'a1', 'mine'])),
  (state, chance, letters) => {
    const at = startOf(state.doc, 4 + chance.below(state.doc.childCount - 4))
    const { attrs } = state.doc.nodeAt(at)!
    return 'title' in attrs ? state.tr.setNodeAttribute(at, 'title', letters(0) || 'Box') : null
  },
]

/** What takes away: words, blocks, borders, what is marked and written over. */
export const rough: readonly Act[] = [
  (state, chance) => state.tr.delete(...range(state, chance, 8)),
  (state, chance) => state.tr.deleteRange(...range(state, chance, 40)),
  (state, chance, letters) =>
    within(state, chance, (pos) => state.tr.insertText(letters(2), pos, Math.min(state.doc.resolve(pos).end(), pos + chance.below(4)))),
  (state, chance) => joinAt(state, startOf(state.doc, 4 + chance.below(state.doc.childCount - 3))),
]

function within(state: EditorState, chance: Chance, make: (pos: number) => Transaction | null): Transaction | null {
  const places: number[] = []
  state.doc.descendants((node, pos) => {
    if (node.isTextblock) for (let at = 0; at <= node.content.size; at++) places.push(pos + 1 + at)
  })
  return make(chance.pick(places))
}

function splitAt(state: EditorState, pos: number, then: string): Transaction | null {
  if (state.doc.resolve(pos).index(0) < 4 || !canSplit(state.doc, pos)) return null
  const tr = state.tr.split(pos)
  return then === '' ? tr : tr.insertText(then, pos + 2)
}

const joinAt = (state: EditorState, pos: number) => (pos > startOf(state.doc, 4) && canJoin(state.doc, pos) ? state.tr.join(pos) : null)

/** Cut here, pasted there, in one stroke: a block that is dragged. Two people who drag the same one have it twice, so it is not among the rough acts. */
export function moveBlock(state: EditorState, chance: Chance): Transaction | null {
  if (state.doc.childCount < 6) return null
  const from = startOf(state.doc, 4 + chance.below(state.doc.childCount - 4))
  const node = state.doc.nodeAt(from)!
  const tr = state.tr.delete(from, from + node.nodeSize)
  return tr.insert(startOf(tr.doc, 4 + chance.below(tr.doc.childCount - 3)), node)
}

/** A new block, or a copy of one with its id as a paste brings it. */
function blockWith(doc: Node, chance: Chance, letters: (count: number) => string): Node {
  const text = () => schema.text(letters(2))
  switch (chance.below(5)) {
    case 0:
      return schema.node('picture', { asset: `file:${letters(1)}` })
    case 1:
      return schema.node(
        'bulletList',
        null,
        [1, 2].map(() => schema.node('listItem', null, schema.node('itemText', null, text()))),
      )
    case 2:
      return schema.node(
        'factBox',
        null,
        [1, 2].map(() => schema.node('factText', null, text())),
      )
    case 3:
      return schema.node(
        'table',
        null,
        schema.node(
          'tableRow',
          null,
          [1, 2].map(() => schema.node('tableCell', null, schema.node('cellText', null, text()))),
        ),
      )
    default:
      return schema.node('paragraph', { id: doc.child(4).attrs.id }, Fragment.from(text()))
  }
}

function range({ doc }: EditorState, chance: Chance, most: number): [number, number] {
  const from = chance.below(doc.content.size)
  return [from, Math.min(doc.content.size, from + 1 + chance.below(most))]
}

function startOf(doc: Node, index: number): number {
  let at = 0
  for (let i = 0; i < index; i++) at += doc.child(i).nodeSize
  return at
}
