import { emptyDocument, parseDocument, schema, slotsOf } from '@kitchen/document'
import { EditorState, TextSelection } from 'prosemirror-state'
import { expect, it } from 'vitest'
import { makeSlot } from '../src/editor/slot.ts'

const [kicker, headline, deck, byline] = emptyDocument().children
const doc = schema.node('doc', null, [
  kicker!,
  headline!,
  deck!,
  byline!,
  schema.node('paragraph', { id: 'p' }, [schema.text('本县种植12万亩。')]),
])
const start = kicker!.nodeSize + headline!.nodeSize + deck!.nodeSize + byline!.nodeSize + 1

it('makes a slot of what is selected, in text alone, and the text still says the same', () => {
  const selected = (from: number, to: number) => EditorState.create({ doc, selection: TextSelection.create(doc, from, to) })
  let state = selected(start + 4, start + 7)
  expect(makeSlot(state, (tr) => (state = state.apply(tr)))).toBe(true)
  const made = parseDocument(state.doc.toJSON())
  expect(slotsOf(made)).toMatchObject([{ kind: 'figure', value: '12万', before: '本县种植', after: '亩。' }])
  expect(makeSlot(selected(start, start))).toBe(false)
})
