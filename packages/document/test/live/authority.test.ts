import { Transform } from 'prosemirror-transform'
import { describe, expect, test } from 'vitest'
import {
  type Answer,
  type Commit,
  commitLimits,
  receive,
  replay,
  since,
  startAuthority,
  touchedBlocks,
  withOlder,
} from '../../src/authority/index.ts'
import { schema } from '../../src/index.ts'
import { block, everything, story } from '../stories.ts'
import { assault } from './hostile.ts'

const doc = story('题', block('paragraph', 'a', '一二三四五'), block('paragraph', 'b', '六七八'), block('picture', 'c'))
const startOf = (id: string, of = doc) => {
  let found = -1
  of.forEach((node, at) => {
    if (node.attrs.id === id) found = at
  })
  return found
}
const commitOf = (steps: readonly unknown[], more: Partial<Commit> = {}): Commit => ({
  clientId: 'x',
  commitId: 1,
  baseVersion: 0,
  steps,
  ...more,
})
const sent = (tr: Transform, more: Partial<Commit> = {}) =>
  commitOf(
    tr.steps.map((step) => step.toJSON() as unknown),
    more,
  )
const said = (answer: Answer) => (answer.kind === 'refused' ? answer.fault : answer.kind)
const after = (tr: Transform, authority = startAuthority(doc)) => {
  const answer = receive(authority, sent(tr))
  if (answer.kind !== 'confirmed') throw new Error(said(answer))
  return answer.next
}
const ids = (tr: Transform) =>
  after(tr)
    .doc.children.slice(4)
    .map(({ attrs }) => String(attrs.id))
const insert = (text: string, at = startOf('a') + 1) => ({
  stepType: 'replace',
  from: at,
  to: at,
  slice: { content: [{ type: 'text', text }] },
})

describe('a block keeps its id', () => {
  test('through a split: the part with its beginning; the other gets a new one', () => {
    const [first, second, ...rest] = ids(new Transform(doc).split(startOf('a') + 3))
    expect([first, ...rest]).toEqual(['a', 'b', 'c'])
    expect(second).toMatch(/^[0-9a-z]{12}$/)
  })
  test('through a join: the first', () => expect(ids(new Transform(doc).join(startOf('b')))).toEqual(['a', 'c']))
  test('through a move', () => {
    const tr = new Transform(doc)
    const moved = doc.nodeAt(startOf('b'))!
    tr.delete(startOf('b'), startOf('b') + moved.nodeSize).insert(startOf('a'), moved)
    expect(ids(tr)).toEqual(['b', 'a', 'c'])
  })
  test('when a copy of it is pasted before it: the copy gets a new one', () => {
    const [copy, ...rest] = ids(new Transform(doc).insert(startOf('a'), doc.nodeAt(startOf('b'))!))
    expect(rest).toEqual(['a', 'b', 'c'])
    expect(copy).not.toBe('b')
  })
  test('when somebody writes another’s or a title’s over it', () => {
    const tr = new Transform(doc).setNodeAttribute(startOf('a'), 'id', 'b').setNodeAttribute(startOf('c'), 'id', 'headline')
    expect(ids(tr)).toEqual(['a', 'b', 'c'])
  })
})

describe('an authority', () => {
  test.each<[string, Commit]>([
    ['malformed', commitOf([])],
    ['malformed', commitOf([{ stepType: 'replace', from: 12, to: 9 }])],
    ['malformed', commitOf([{ stepType: 'nothing' }])],
    ['malformed', commitOf([insert('\u0000')])],
    ['malformed', commitOf([insert('好')], { clientId: '' })],
    ['ahead', commitOf([insert('好')], { baseVersion: 3 })],
    ['confirmed', commitOf([{ stepType: 'attr', pos: startOf('a'), attr: 'id', value: { a: 1 } }])],
    ['too-large', commitOf([insert('字'.repeat(400))])],
    ['too-many-steps', commitOf(Array.from({ length: 9 }, () => insert('好')))],
    ['confirmed', commitOf([insert('好')])],
  ])('answers “%s” to %j', (code, commit) => {
    expect(said(receive(startAuthority(doc), commit, { ...commitLimits, bytes: 1_000, steps: 8 }))).toBe(code)
  })

  test('counts a commit once, however often it comes', () => {
    const one = after(new Transform(doc).insert(startOf('a') + 1, schema.text('好')))
    expect(receive(one, commitOf([insert('好')]))).toEqual({ kind: 'repeated', version: 1 })
  })

  test('spares what the author of a deletion had not seen', () => {
    const one = after(new Transform(doc).insert(startOf('a') + 3, schema.text('新')))
    const answer = receive(one, sent(new Transform(doc).delete(startOf('a') + 1, startOf('a') + 6), { clientId: 'y' }))
    expect(answer.kind === 'confirmed' && answer.next.doc.child(4).textContent).toBe('新')
  })

  test('puts text beside the place that is gone', () => {
    const gone = after(new Transform(doc).delete(startOf('a'), startOf('b')))
    const answer = receive(gone, commitOf([insert('新', startOf('a') + 3)], { clientId: 'y' }))
    expect(answer.kind === 'confirmed' && answer.next.doc.textContent).toBe('题新六七八')
  })

  test('answers who was away for long once older rows are at hand', () => {
    const rows = [1, 2, 3, 4].map((version) => ({
      ...commitOf([insert(`${version}`)], { commitId: version, baseVersion: version - 1 }),
      version,
      origins: [0],
    }))
    const whole = replay(startAuthority(doc), rows)
    const short = replay(startAuthority(replay(startAuthority(doc), rows.slice(0, 2)).doc, 2), rows.slice(2))
    expect(since(short, 1)).toBeNull()
    expect(since(withOlder(short, rows), 1)).toEqual(rows.slice(1))
    expect(since(withOlder(short, rows.slice(0, 1)), 1)).toBeNull()
    expect(short.doc.eq(whole.doc)).toBe(true)
  })

  test('says which blocks a change wrote in, as they are called afterwards', () => {
    const tr = new Transform(doc).insert(startOf('b') + 1, schema.text('好'))
    expect(touchedBlocks(tr.setNodeAttribute(startOf('c', tr.doc), 'caption', '水'))).toEqual(['b', 'c'])
    expect(touchedBlocks(new Transform(doc).addMark(startOf('a') + 1, startOf('a') + 3, schema.mark('strong')))).toEqual(['a'])
  })

  test('2,000 forged commits break nothing', () => {
    const { answers, authority } = assault(startAuthority(everything), 7, 2_000)
    expect(answers.confirmed).toBeGreaterThan(200)
    expect(answers.malformed).toBeGreaterThan(200)
    expect(authority.doc.childCount).toBeGreaterThan(4)
  })
})
