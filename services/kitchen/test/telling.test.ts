import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readRegion } from '@kitchen/runtime'
import { expect, test } from 'vitest'
import { readCommandLine } from '../src/command-line.ts'
import { readFolder } from '../src/cook/folder.ts'
import { assetsIn } from '../src/cook/place-media.ts'
import { failures } from '../src/cook/table.ts'
import { explained } from '../src/explain.ts'

const nothing = { who: null, centre: null, outlet: null, why: null, review: null, version: null }

test('a story is explained in order, a heading a day, in words', () => {
  expect(
    explained([
      { ...nothing, at: '2025-11-24T15:59:00Z', what: 'story.filed', who: '马晓岚', centre: '宁夏' },
      { ...nothing, at: '2025-11-24T16:01:00Z', what: 'story.signed', who: '周明远', centre: '宁夏', review: 'first', version: 2 },
      { ...nothing, at: '2025-11-24T16:02:00Z', what: 'product.refused', centre: '海原', outlet: '640522-wechat', why: '标题太长' },
      { ...nothing, at: '2025-11-24T16:03:00Z', what: 'moon.risen' },
    ]),
  ).toEqual([
    '2025年11月24日周一',
    '  23:59:00  交稿　　　　  马晓岚  宁夏',
    '2025年11月25日周二',
    '  00:01:00  初审签发　　  周明远  宁夏  第 2 版',
    '  00:02:00  成品做不了　  海原 微（640522-wechat）  原因：标题太长',
    '  00:03:00  moon.risen',
  ])
})

test('the same reason at many centres is told once', () => {
  const failure = { code: 'generation/x', says: { zh: '太长。', en: 'Too long.' }, next: { zh: '请缩短。', en: 'Shorten it.' } }
  const region = readRegion()
  const products = region.centres.map(({ id }) => ({ centre: id, channel: 'wechat', state: 'refused', failure, waitsFor: [] }))
  const told = failures(region, { products, deliveries: [] } as unknown as Parameters<typeof failures>[1])
  expect(told).toEqual(['✕ 微 20 个中心 centres：太长。请缩短。（generation/x）\n      Too long. Shorten it.'])
})

test('a folder has one manuscript, its media, and what is left alone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'folder-'))
  for (const name of ['稿件.docx', '~$稿件.docx', '.hidden.md', 'a.JPG', 'b.svg', 'notes.pdf']) writeFileSync(join(folder, name), 'x')
  expect(readFolder(folder)).toMatchObject({
    manuscript: { name: '稿件.docx' },
    media: [join(folder, 'a.JPG'), join(folder, 'b.svg')],
    unused: ['notes.pdf'],
  })
})

test('the assets of a document are found wherever they stand', () => {
  const picture = (asset: string) => ({ type: 'picture', attrs: { asset } })
  expect(assetsIn({ content: [picture('one'), { type: 'box', content: [picture('two')] }, picture('file:three.jpg')] })).toEqual([
    'one',
    'two',
  ])
})

test('without a command, and when asked, the usage is shown', () => {
  for (const words of [[], ['help'], ['--help'], ['cook', '-h']]) expect(readCommandLine(words).command).toBe('help')
  expect(() => readCommandLine(['fry'])).toThrow(/没有这个命令[\s\S]*npm run cook/)
})
