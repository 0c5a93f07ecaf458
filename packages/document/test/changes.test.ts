import fc from 'fast-check'
import { expect, test } from 'vitest'
import { changesBetween } from '../src/index.ts'
import { block, story } from './stories.ts'

const texts = fc.uniqueArray(
  fc.record({ id: fc.constantFrom('p1', 'p2', 'p3', 'p4', 'p5'), text: fc.stringMatching(/^[水渠放开闸，。3-6]{0,20}$/) }),
  {
    minLength: 1,
    selector: ({ id }) => id,
  },
)
const storyOf = (headline: string, blocks: readonly { id: string; text: string }[]) =>
  story(headline, ...blocks.map(({ id, text }) => block('paragraph', id, text))).toJSON()
const shown = (document: unknown, other: unknown) =>
  changesBetween(document, other).map(({ id, is, runs }) => [id, is, runs.map((run) => `${run.is} ${run.text}`).join('|')])

test('whatever was kept or put makes the newer text, whatever was kept or cut the older one', () => {
  fc.assert(
    fc.property(texts, texts, (before, after) => {
      const changes = changesBetween(storyOf('题', before), storyOf('题', after))
      const side = (is: 'put' | 'cut') =>
        new Map(
          changes
            .filter((one) => one.is !== (is === 'put' ? 'cut' : 'put'))
            .map(({ id, runs }) => [
              id,
              runs
                .filter((run) => run.is !== (is === 'put' ? 'cut' : 'put'))
                .map(({ text }) => text)
                .join(''),
            ]),
        )
      for (const { id, text } of after) expect(side('put').get(id)).toBe(text)
      for (const { id, text } of before) expect(side('cut').get(id)).toBe(text)
      expect(
        changes
          .filter(({ is }) => is !== 'cut')
          .map(({ id }) => id)
          .slice(4),
      ).toEqual(after.map(({ id }) => id))
    }),
    { numRuns: 300 },
  )
})

test('a cut block stands where it stood, a moved one is called moved, and figures and titles are grave', () => {
  const [older, newer] = [
    storyOf('渠水到了', [
      { id: 'p1', text: '放水6天。' },
      { id: 'p2', text: '去掉。' },
      { id: 'p3', text: '渠。' },
      { id: 'p4', text: '闸。' },
    ]),
    storyOf('渠水来了', [
      { id: 'p3', text: '渠。' },
      { id: 'p4', text: '闸。' },
      { id: 'p1', text: '放水8天。' },
    ]),
  ]
  const changes = changesBetween(older, newer)
  expect(changes.filter(({ moved }) => moved).map(({ id }) => id)).toEqual(['p1'])
  expect(shown(older, newer).find(([id]) => id === 'p2')?.[1]).toBe('cut')
  const grave = changes.flatMap(({ id, runs }) => runs.filter((run) => run.grave).map(({ text }) => `${id} ${text}`))
  expect(grave).toEqual(expect.arrayContaining(['p1 6', 'p1 8']))
  expect(grave.some((one) => one.startsWith('headline'))).toBe(true)
})
