import { expect, test } from 'vitest'
import { entriesOf } from '../../src/archive.ts'
import { cropOf } from '../../src/print/cmyk.ts'
import { copyOf } from '../../src/print/copy.ts'
import { pour } from '../../src/print/flow.ts'
import { chineseDate } from '../../src/print/furniture.ts'
import { gridsOf, heightOf, widthOf } from '../../src/print/grid.ts'
import { breakInto, emsOf, titleWordsOf, wordsOf } from '../../src/print/headline.ts'
import { lunarDate } from '../../src/print/lunar.ts'
import { layoutPackage } from '../../src/print/package.ts'
import { type Matter, planPage } from '../../src/print/plan.ts'
import { sheets } from '../../src/print/sheets.ts'
import { feature, flash, photographs, photoStory, plain } from './stories.ts'

const utf8 = (bytes: Buffer) => bytes.toString('utf8')

test('a heading never stands at the foot of a frame, a quotation is never parted', () => {
  const items = [
    { kind: 'paragraph' as const, lines: 8 },
    { kind: 'subhead' as const, lines: 2 },
    { kind: 'paragraph' as const, lines: 5 },
    { kind: 'quotation' as const, lines: 4 },
  ]
  expect(pour(items, [11, 10, 4])).toEqual({ ends: [8, 7, 4], over: 0 })
  expect(pour(items, [12, 9])).toEqual({ ends: [12, 7], over: 0 })
  expect(pour(items, [11, 5])).toEqual({ ends: [8, 5], over: 6 })
})

test('a grid fills the room of its sheet to the last point', () => {
  for (const grid of Object.values(sheets).flat().flatMap(gridsOf)) {
    expect(widthOf(grid, grid.columns)).toBeCloseTo(grid.room.width, 6)
    expect(heightOf(grid, grid.lines)).toBeCloseTo(grid.room.height, 6)
  }
})

test('every length of text finds a sheet that it fills, with and without pictures', () => {
  for (const profile of ['newspaper-page', 'notice-board'] as const)
    for (const characters of profile === 'notice-board' ? [60, 120, 300, 700, 1500] : [60, 120, 300, 700, 1200, 2500])
      for (const pictures of [0, 1, 3, 5]) {
        const plan = planPage(matterOf(characters, pictures), sheets[profile])!
        const empty = plan.layout.frames.reduce((sum, { n }, at) => sum + n - plan.ends[at]!, 0)
        expect({ characters, pictures, over: plan.over }).toMatchObject({ over: 0 })
        expect(
          empty / (plan.grid.lines * plan.grid.columns),
          `${characters} characters, ${pictures} pictures on ${plan.grid.sheet.name}`,
        ).toBeLessThan(0.06)
      }
})

test('titles break between words, even, and after punctuation where they can', () => {
  expect(breakInto(wordsOf('清水进田来　金谷满仓归'), 6, 2)).toEqual(['清水进田来', '金谷满仓归'])
  expect(breakInto(wordsOf('自治区图书馆整理老照片'), 8, 2)!.join('')).toBe('自治区图书馆整理老照片')
  expect(breakInto(wordsOf('一二三四五六七八九十'.repeat(4)), 8, 2)).toBeUndefined()
  expect(emsOf('第3版')).toBeCloseTo(2.58)
})

test('the date is that of 东八区, with the lunar day of the national standard', () => {
  expect(chineseDate(new Date('2025-11-22T16:30:00Z'))).toEqual({ date: '2025年11月23日', weekday: '星期日', lunar: '农历乙巳年十月初四' })
  const springs = {
    '2024-02-10': '甲辰',
    '2026-02-17': '丙午',
    '2027-02-06': '丁未',
    '2028-01-26': '戊申',
    '2030-02-03': '庚戌',
    '2034-02-19': '甲寅',
  }
  for (const [day, year] of Object.entries(springs)) expect(lunarDate(Date.parse(day))).toBe(`农历${year}年正月初一`)
  expect(lunarDate(Date.parse('2025-07-25'))).toBe('农历乙巳年闰六月初一')
  expect([lunarDate(Date.parse('2024-02-09')), lunarDate(Date.parse('2061-01-01'))]).toEqual(['', ''])
})

test('a crop keeps the focus and stays inside the picture', () => {
  const picture = { ...photographs[0]!, width: 1000, height: 800, focus: { x: 0.95, y: 0.1 } }
  expect(cropOf(picture, 1)).toEqual({ left: 200, top: 0, width: 800, height: 800 })
  expect(cropOf(picture, 2.5)).toEqual({ left: 0, top: 0, width: 1000, height: 400 })
  expect(cropOf({ ...picture, focus: null }, 1)).toMatchObject({ left: 100 })
})

test('copy: lists become paragraphs, breaks end them, emoji and films stay out and are said', () => {
  const runs = (text: string) => [{ text, marks: [] }]
  const film = { kind: 'video', id: '', asset: 'a', caption: '', credit: '', alt: '' } as const
  const list = { kind: 'list', id: '', ordered: true, items: [runs('一件\n半件'), runs('两件👍👨‍👩‍👧🇨🇳')] } as const
  const copy = copyOf(flash().titles, [list, film])
  expect(copy.items.map((item) => (item.kind === 'paragraph' ? item.runs.map(([text]) => text).join('') : ''))).toEqual([
    '1．一件',
    '半件',
    '2．两件',
  ])
  expect(copy.notes.map(({ zh }) => zh)).toEqual(['视频不上版面，报纸只用文字和图片。', '3 个表情符号不上版面，已略去。'])
})

test('the layout package: GB18030 with CRLF, captions that no spreadsheet takes for a formula, a Word file', async () => {
  const { titles, blocks } = feature(0)
  const files = await layoutPackage(
    copyOf(titles, blocks),
    [{ ...photographs[0]!, caption: '=HYPERLINK("x")' }],
    [Buffer.from('jpeg')],
    new Date('2025-11-22T23:30:00Z'),
  )
  expect(files.map(({ path }) => path)).toEqual([
    'package/text.utf8.txt',
    'package/text.gb18030.txt',
    'package/story.docx',
    'package/captions.csv',
    'package/pictures/01.jpg',
  ])
  const gb = new TextDecoder('gb18030').decode(files[1]!.bytes)
  expect(gb).toBe(utf8(files[0]!.bytes).replaceAll('\n', '\r\n'))
  expect(gb).toContain('指标\t2023年\t2024年\t2025年')
  const words = entriesOf(files[2]!.bytes)
    .find(({ name }) => name === 'word/document.xml')!
    .bytes.toString('utf8')
  for (const said of [titles.headline, '2024年', '图片说明', '=HYPERLINK']) expect(words).toContain(said)
  expect(utf8(files[3]!.bytes)).toContain('\uFEFF文件,图片说明,摄影,素材编号\r\n01.jpg,"\'=HYPERLINK(""x"")"')
})

test('a photo story leads with one picture', () => {
  const { pictures, titles, blocks } = photoStory(5)
  const copy = copyOf(titles, blocks)
  const plan = planPage(
    {
      ...matterOf(170, 0),
      titles: titleWordsOf(titles),
      items: copy.items,
      linesAt: linesOf(copy.items),
      shapes: shapesOf(pictures),
      brief: true,
    },
    sheets['newspaper-page'],
  )!
  expect(plan.stood!.rows.rows.map(({ cells }) => cells.length)[0]).toBe(1)
})

type Items = Matter['items']
const linesOf = (items: Items) => (k: number) =>
  items.map((item) => Math.ceil(((item.kind === 'paragraph' ? item.runs[0]![0].length : 4) + 2) / k))
const shapesOf = (pictures: typeof photographs) =>
  pictures.map(({ width, height, caption }, index) => ({ index, aspect: width / height, words: emsOf(caption), pixels: width }))
function matterOf(characters: number, pictures: number): Matter {
  const { titles, blocks } = plain(characters)
  const { items } = copyOf(titles, blocks)
  return {
    titles: titleWordsOf(titles),
    headline: 1,
    items,
    linesAt: linesOf(items),
    spare: 0,
    boxes: [],
    shapes: shapesOf(photographs.slice(0, pictures)),
    brief: characters < 420 && pictures > 0,
  }
}
