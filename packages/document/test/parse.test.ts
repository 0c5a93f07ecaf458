import { Refusal } from '@kitchen/model'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { documentLimits, emptyDocument, parseDocument } from '../src/index.ts'
import { block, everything, story } from './stories.ts'

const refusalOf = (value: unknown): string => {
  try {
    parseDocument(value)
    return 'taken'
  } catch (error) {
    return error instanceof Refusal ? error.code : `not a refusal: ${error}`
  }
}
const nested = (depth: number): unknown => {
  let inner: object = { type: 'text', text: '深' }
  for (let i = 0; i < depth; i++) inner = { type: 'paragraph', content: [inner] }
  return { type: 'doc', content: [inner] }
}

test('a document comes back as it was sent', () => {
  expect(parseDocument(everything.toJSON()).toJSON()).toEqual(everything.toJSON())
  expect(parseDocument(emptyDocument().toJSON()).childCount).toBe(5)
})

test('ten thousand levels are refused at once', () => {
  const started = performance.now()
  expect(refusalOf(nested(10_000))).toBe('document/too-deep')
  expect(performance.now() - started).toBeLessThan(200)
})

test('a value that holds itself is refused', () => {
  const loop: Record<string, unknown> = { type: 'doc' }
  loop.content = [loop]
  expect(refusalOf(loop)).toBe('document/too-deep')
})

test('size and number of blocks have caps', () => {
  expect(refusalOf(story('题', block('paragraph', 'a', '字'.repeat(documentLimits.bytes / 3))).toJSON())).toBe('document/too-large')
  const many = Array.from({ length: documentLimits.blocks + 1 }, (_, i) => block('paragraph', `p${i}`))
  expect(refusalOf(story('题', ...many).toJSON())).toBe('document/too-many-blocks')
  expect(refusalOf({ type: 'doc', content: Array.from({ length: 200_000 }, () => ({})) })).toBe('document/too-large')
})

test.each([
  ['nothing', undefined, 'document/not-a-document'],
  ['a list', [], 'document/not-a-document'],
  ['another node', everything.child(5).toJSON(), 'document/not-a-document'],
  ['no titles', { type: 'doc', content: [{ type: 'paragraph' }] }, 'document/invalid'],
  ['an unknown node', { type: 'script' }, 'document/invalid'],
  [
    'a getter that throws',
    Object.defineProperty({}, 'type', {
      enumerable: true,
      get: () => {
        throw new Error('trap')
      },
    }),
    'document/invalid',
  ],
])('%s is refused', (_what, value, code) => {
  expect(refusalOf(value)).toBe(code)
})

test.each(['javascript:alert(1)', 'data:text/html,x', 'JAVASCRIPT:x', '//evil', 'https://a b'])('a link to %s is refused', (href) => {
  const link = { type: 'text', text: '点', marks: [{ type: 'link', attrs: { href } }] }
  expect(
    refusalOf({ ...everything.toJSON(), content: [...everything.toJSON().content.slice(0, 4), { type: 'paragraph', content: [link] }] }),
  ).toBe('document/invalid')
})

test('a focus outside the picture and a span without end are refused', () => {
  const cell = { type: 'tableCell', attrs: { colspan: 1e9 }, content: [{ type: 'cellText' }] }
  const json = story('题', block('paragraph', 'a')).toJSON()
  expect(refusalOf({ ...json, content: [...json.content, { type: 'picture', attrs: { focus: '2 0' } }] })).toBe('document/invalid')
  expect(refusalOf({ ...json, content: [...json.content, { type: 'table', content: [{ type: 'tableRow', content: [cell] }] }] })).toBe(
    'document/invalid',
  )
})

test('signs that no database holds are taken out of the text', () => {
  const parsed = parseDocument(story('甲\u0000乙', block('paragraph', 'a', '半个\ud83d字')).toJSON())
  expect(parsed.textContent).toBe('甲乙半个\ufffd字')
})

test('whatever arrives, the answer is a document or a refusal', () => {
  const kinds = fc.constantFrom(
    'doc',
    'kicker',
    'headline',
    'paragraph',
    'text',
    'table',
    'picture',
    'listItem',
    'hardBreak',
    '__proto__',
    'constructor',
  )
  const { node } = fc.letrec((tie) => ({
    node: fc.record(
      {
        type: kinds,
        text: fc.string(),
        attrs: fc.dictionary(fc.string(), fc.anything()),
        marks: fc.anything(),
        content: fc.array(tie('node'), { maxLength: 3 }),
      },
      { requiredKeys: [] },
    ),
  }))
  fc.assert(
    fc.property(fc.oneof(node, fc.anything()), (value) => {
      expect(refusalOf(value)).toMatch(/^taken$|^document\//)
    }),
    { numRuns: 500 },
  )
})
