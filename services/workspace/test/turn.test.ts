import { schema } from '@kitchen/document'
import fc from 'fast-check'
import type { Node } from 'prosemirror-model'
import { EditorState, TextSelection } from 'prosemirror-state'
import { describe, expect, it } from 'vitest'
import { insertBlock, kindAt, kinds, startOf, turnInto } from '../src/editor/turn.ts'

const text = (words: string) => (words === '' ? [] : schema.text(words))
const story = (...blocks: readonly Node[]) =>
  schema.node('doc', null, [...['kicker', 'headline', 'deck', 'byline'].map((name) => schema.node(name)), ...blocks])
const paragraph = (words: string, id = '') => schema.node('paragraph', { id }, text(words))
function at(doc: Node, from: number, to = from): EditorState {
  return EditorState.create({
    doc,
    selection: TextSelection.between(doc.resolve(startOf(doc, from) + 1), doc.resolve(startOf(doc, to) + 1)),
  })
}
const apply = (state: EditorState, kind: (typeof kinds)[number]) => {
  let next = state
  turnInto(kind)(state, (tr) => {
    next = state.apply(tr)
  })
  return next
}

describe('turning blocks', () => {
  it('makes one list of several paragraphs, and paragraphs of it again', () => {
    const before = at(story(paragraph('一', 'a'), paragraph('二', 'b')), 4, 5)
    const list = apply(before, 'bulletList')
    expect(list.doc.child(4).type.name).toBe('bulletList')
    expect(list.doc.child(4).childCount).toBe(2)
    const back = apply(at(list.doc, 4), 'paragraph')
    expect(back.doc.children.slice(4).map((block) => block.textContent)).toEqual(['一', '二'])
  })
  it('keeps the id of the block that it was', () => {
    expect(apply(at(story(paragraph('一', 'a')), 4), 'subhead').doc.child(4).attrs.id).toBe('a')
  })
  it('leaves titles, tables and pictures alone', () => {
    const doc = story(schema.node('picture', { asset: 'x' }), paragraph('一'))
    expect(turnInto('lead')(at(doc, 1))).toBe(false)
    expect(kindAt(at(doc, 1))).toBe(null)
  })
  it('never loses a letter and always fits the schema, whatever follows what', () => {
    const words = fc.array(fc.string({ unit: 'grapheme', maxLength: 8 }), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(words, fc.array(fc.constantFrom(...kinds), { maxLength: 6 }), (lines, turns) => {
        let state = at(story(...lines.map((line) => paragraph(line))), 4, 3 + lines.length)
        for (const kind of turns) state = apply(at(state.doc, 4, state.doc.childCount - 1), kind)
        state.doc.check()
        expect(state.doc.textContent).toBe(lines.join(''))
      }),
      { numRuns: 150 },
    )
  })
})

describe('putting a block in', () => {
  const picture = schema.node('picture', { asset: 'x' })
  it('replaces an empty paragraph and leaves one to go on writing', () => {
    const { tr } = insertBlock(at(story(paragraph('')), 4), picture)
    expect(tr.doc.children.slice(4).map(({ type }) => type.name)).toEqual(['picture', 'paragraph'])
  })
  it('goes below the block with the cursor', () => {
    const { tr } = insertBlock(at(story(paragraph('一'), paragraph('二')), 4), picture)
    expect(tr.doc.children.slice(4).map(({ type }) => type.name)).toEqual(['paragraph', 'picture', 'paragraph'])
  })
  it('goes to the start of the text from a title', () => {
    const { tr } = insertBlock(at(story(paragraph('一')), 1), picture)
    expect(tr.doc.child(4).type.name).toBe('picture')
    tr.doc.check()
  })
})
