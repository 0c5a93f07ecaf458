import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contentHash, productHash, productsHash } from '../src/hash.ts'
import {
  assetsOf,
  blocksOf,
  canonicalJson,
  countCharacters,
  headlineOf,
  plainText,
  readingSeconds,
  readingTime,
  schema,
  titlesOf,
  withBlockIds,
} from '../src/index.ts'
import { block, everything, story } from './stories.ts'

const ids = (node: ReturnType<typeof story>) => node.children.map((one) => String(one.attrs.id))

test('missing, repeated and reserved ids are repaired, good ones stay', () => {
  const made = withBlockIds(
    story('题', block('paragraph', ''), block('paragraph', 'a'), block('paragraph', 'a'), block('paragraph', 'kicker')),
  )
  expect(new Set(ids(made)).size).toBe(8)
  expect(ids(made).slice(0, 4)).toEqual(['kicker', 'headline', 'deck', 'byline'])
  expect(ids(made)[5]).toBe('a')
})

test('ids are unique for any ids and any maker, and a second time changes nothing', () => {
  const id = fc.oneof(fc.constantFrom('', 'a', 'b', 'kicker', 'block-1'), fc.string())
  fc.assert(
    fc.property(fc.array(id, { minLength: 1, maxLength: 12 }), fc.boolean(), (given, poor) => {
      const made = withBlockIds(story('题', ...given.map((one) => block('paragraph', one))), poor ? () => 'a' : undefined)
      expect(new Set(ids(made)).size).toBe(made.childCount)
      expect(withBlockIds(made)).toBe(made)
    }),
  )
})

test.each([
  ['宁夏今年粮食播种面积达1040万亩，比上年增加3.5万亩。', 24],
  ['共有126名“数字渠长”上岗。', 13],
  ['OK，走！', 4],
  ['GDP 增长 5.2%', 4],
  ['他说：“好……”——记者', 12],
  ['', 0],
  ['  \n　', 0],
  ['𠮷林村', 3],
])('%s counts %i as Word counts it', (text, count) => {
  expect(countCharacters(text)).toBe(count)
})

test('a document counts its body, not its titles and captions', () => {
  expect(countCharacters(story('很长的标题', block('paragraph', 'a', '正文四字'), block('picture', 'b', '', { caption: '图说' })))).toBe(4)
})

test('reading time follows the pace of news', () => {
  expect(readingSeconds(270)).toBe(60)
  expect(readingTime(65)).toEqual({ zh: '1分05秒', en: '1 min 5 s' })
  expect(readingTime(9.6).zh).toBe('10秒')
})

test('blocks are plain records that a product can be made of', () => {
  const blocks = blocksOf(everything)
  expect(blocks.map((one) => one.kind)).toEqual([
    'lead',
    'subhead',
    'paragraph',
    'quotation',
    'list',
    'table',
    'picture',
    'video',
    'factBox',
    'contact',
  ])
  expect(blocks[3]).toEqual({ kind: 'quotation', id: 'a4', text: '浇水不用愁了。', attribution: '种植户王秀兰' })
  expect(blocks[5]).toMatchObject({
    title: '面积',
    head: [{ text: '乡镇' }, { text: '面积' }],
    rows: [[{ text: '洪广' }, { text: '126' }]],
  })
  expect(blocks[6]).toMatchObject({ focus: { x: 0.5, y: 0.25 }, credit: '丁学文 摄' })
  expect(structuredClone(blocks)).toEqual(blocks)
})

test('text keeps its marks and line ends as runs', () => {
  const strong = schema.mark('strong')
  const runs = [
    schema.text('一'),
    schema.node('hardBreak'),
    schema.text('二', [strong]),
    schema.text('三', [strong, schema.mark('link', { href: 'https://nx.cn' })]),
  ]
  const [one] = blocksOf(story('题', schema.node('paragraph', { id: 'a' }, runs)))
  expect(one).toMatchObject({
    runs: [
      { text: '一\n', marks: [] },
      { text: '二' },
      { text: '三', marks: [{ kind: 'link', href: 'https://nx.cn' }, { kind: 'strong' }] },
    ],
  })
})

test('titles, assets and plain text', () => {
  expect(titlesOf(everything)).toEqual({ kicker: '', headline: '黄河水润新灌区', deck: '', byline: '' })
  expect(headlineOf(everything)).toBe('黄河水润新灌区')
  expect(assetsOf(everything)).toEqual(['019a0000-0000-7000-8000-000000000001'])
  expect(plainText(everything).split('\n')).toEqual(
    expect.arrayContaining(['黄河水润新灌区', '种植户王秀兰', '洪广\t126', '数字渠长巡渠 丁学文 摄', '资料']),
  )
})

test('canonical JSON and hashes do not see the order of keys', () => {
  expect(canonicalJson({ b: [1, undefined], a: undefined, c: { y: '字', x: null } })).toBe('{"b":[1,null],"c":{"x":null,"y":"字"}}')
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  )
  expect(contentHash({ document: { a: 1, b: 2 }, assets: [], outlets: [] })).toBe(
    contentHash({ outlets: [], assets: [], document: { b: 2, a: 1 } }),
  )
  expect(contentHash({ document: { a: 1 }, assets: [], outlets: [] })).not.toBe(
    contentHash({ document: { a: 2 }, assets: [], outlets: [] }),
  )
})

test('hashes of products do not see their order, and leave previews out', () => {
  const [a, b, preview] = ['a.txt', 'b.txt', 'preview/p.png'].map((path) => ({ path, sha256: 'f'.repeat(64) }))
  expect(productHash([a!, b!, preview!])).toBe(productHash([b!, a!]))
  expect(productHash([a!])).not.toBe(productHash([a!, b!]))
  const [web, app] = [
    { outlet: 'x-web', hash: 'h' },
    { outlet: 'x-app', refused: 'generation/too-long' },
  ]
  expect(productsHash([web!, app!] as never)).toBe(productsHash([app!, web!] as never))
})
