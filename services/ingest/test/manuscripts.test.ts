import { once } from 'node:events'
import { promisify } from 'node:util'
import { blocksOf, parseDocument, titlesOf } from '@kitchen/document'
import { Refusal } from '@kitchen/model'
import { Document, HeadingLevel, ImageRun, Packer, Paragraph, Table, TableCell, TableRow, TextRun } from 'docx'
import fc from 'fast-check'
import iconv from 'iconv-lite'
import { expect, test } from 'vitest'
import { type Entry, fromBuffer, type ZipFile } from 'yauzl'
import { convertManuscript } from '../src/manuscript/convert.ts'
import { decodeText } from '../src/manuscript/encoding.ts'
import { readManuscriptFile } from '../src/manuscript/read.ts'
import { guardDocx, zipLimits } from '../src/manuscript/zip-guard.ts'
import { hostileManuscripts, scripted } from './hostile.ts'

const read = async (content: string | Buffer, name: string) => {
  const { document, notes, pictures } = await convertManuscript(Buffer.from(content as string), name)
  const parsed = parseDocument(document)
  return { titles: titlesOf(parsed), blocks: blocksOf(parsed), notes, pictures }
}

const article =
  '黄河水润新灌区\n——126名数字渠长上岗\n本报记者 马骏　通讯员 张敏\n\n　　本报银川9月15日讯 今年秋粮开镰，全区水稻面积达12.6万亩，比上年增长3.5%。\n　　记者从农业农村厅获悉，水费每亩78元。\n'

test.each(['utf8', 'utf-16le', 'utf16-be', 'gb18030', 'gbk'])('a text in %s is a story with titles', async (encoding) => {
  const { titles, blocks } = await read(iconv.encode(article, encoding, { addBOM: encoding.includes('16') }), '稿件.txt')
  expect(titles).toEqual({ kicker: '', headline: '黄河水润新灌区', deck: '126名数字渠长上岗', byline: '本报记者 马骏 通讯员 张敏' })
  expect(blocks).toMatchObject([
    { kind: 'lead', text: expect.stringMatching(/^本报银川9月15日讯/) },
    { kind: 'paragraph', text: '记者从农业农村厅获悉，水费每亩78元。' },
  ])
})

test('text of any usual kind is decoded as it was written', () => {
  const word = fc.constantFrom('黄河', '灌区', '水稻', '记者', '宁夏', '，', '。', '126', 'GDP', '“', '—', '镕', '𠮷', '\n')
  fc.assert(
    fc.property(fc.array(word, { minLength: 4, maxLength: 80 }), fc.constantFrom('utf8', 'gb18030'), (words, encoding) => {
      const text = `今年秋粮${words.join('')}开镰。`
      fc.pre((text.match(/[镕𠮷—]/gu)?.length ?? 0) * 6 < text.length)
      expect(decodeText(iconv.encode(text, encoding))).toBe(text)
    }),
  )
})

test('Markdown by the desks’ conventions', async () => {
  const source =
    '# 黄河水润新灌区\n引题：秋粮开镰\n副题：渠长上岗\n署名：本报记者 马骏\n\n导语：今年**秋粮**开镰。\n\n## 渠长上岗\n\n> 浇水不用愁了。——种植户王秀兰\n\n![数字渠长巡渠](渠长.jpg "丁学文 摄")\n\n![](clip.mp4)\n\n表：各县面积\n\n| 县 | 面积 |\n|---|---|\n| 贺兰 | 126 |\n\n注：单位万亩\n\n1. 一\n2. 二\n\n<script>alert(1)</script>\n'
  const { titles, blocks } = await read(source, '稿.md')
  expect(titles).toEqual({ kicker: '秋粮开镰', headline: '黄河水润新灌区', deck: '渠长上岗', byline: '本报记者 马骏' })
  expect(blocks).toMatchObject([
    { kind: 'lead', text: '今年秋粮开镰。' },
    { kind: 'subhead', text: '渠长上岗' },
    { kind: 'quotation', text: '浇水不用愁了。', attribution: '种植户王秀兰' },
    { kind: 'picture', asset: 'file:渠长.jpg', caption: '数字渠长巡渠', credit: '丁学文 摄' },
    { kind: 'video', asset: 'file:clip.mp4' },
    { kind: 'table', title: '各县面积', note: '注：单位万亩', head: [{ text: '县' }, { text: '面积' }] },
    { kind: 'list', ordered: true },
  ])
})

const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==', 'base64')
const wordFile = () =>
  Packer.toBuffer(
    new Document({
      sections: [
        {
          children: [
            new Paragraph({ heading: HeadingLevel.TITLE, children: [new TextRun('黄河水润新灌区')] }),
            new Paragraph('本报记者 马骏'),
            new Paragraph({ children: [new TextRun('今年秋粮'), new TextRun({ text: '开镰', bold: true }), new TextRun('。')] }),
            new Paragraph({ children: [new TextRun({ text: '渠长上岗', bold: true })] }),
            new Paragraph({
              children: [
                new ImageRun({
                  type: 'png',
                  data: png,
                  transformation: { width: 10, height: 10 },
                  altText: { title: 't', description: '图形用户界面', name: 'n' },
                }),
              ],
            }),
            new Paragraph('图为渠长巡渠。（丁学文 摄）'),
            new Table({
              rows: [
                ['县', '面积'],
                ['贺兰', '126'],
              ].map((cells) => new TableRow({ children: cells.map((text) => new TableCell({ children: [new Paragraph(text)] })) })),
            }),
            new Paragraph({ text: '一', bullet: { level: 0 } }),
            new Paragraph({ text: '二', bullet: { level: 0 } }),
          ],
        },
      ],
    }),
  )

test('a Word file with its pictures, bold heads, table and list', async () => {
  const { titles, blocks, pictures, notes } = await read(await wordFile(), '稿.docx')
  expect(titles).toMatchObject({ headline: '黄河水润新灌区', byline: '本报记者 马骏' })
  expect(blocks).toMatchObject([
    { kind: 'paragraph', text: '今年秋粮开镰。' },
    { kind: 'subhead', text: '渠长上岗' },
    { kind: 'picture', asset: 'file:picture-1.png', caption: '图为渠长巡渠。', credit: '丁学文 摄' },
    {
      kind: 'table',
      rows: [
        [{ text: '县' }, { text: '面积' }],
        [{ text: '贺兰' }, { text: '126' }],
      ],
    },
    { kind: 'list', ordered: false, items: [[{ text: '一' }], [{ text: '二' }]] },
  ])
  expect(pictures).toMatchObject([{ name: 'picture-1.png', bytes: png }])
  expect(notes).toEqual([])
})

/** Those that only a thread with limits can end, or that prove that one works. */
const needsThread = /open brackets|quotations|million levels|one big part|with a password$/
const readers = [(bytes: Buffer, name: string) => convertManuscript(bytes, name), readManuscriptFile] as const

test.each(hostileManuscripts.map((one) => [one.what, one] as const))(
  '%s is refused with code, sentence and next step, in time',
  async (what, { name, make, codes }) => {
    const [bytes, reader] = [await make(), readers[needsThread.test(what) ? 1 : 0]]
    const started = performance.now()
    const refusal: unknown = await reader(bytes, name).then(
      ({ document }) => JSON.stringify(document).slice(0, 300),
      (error: unknown) => error,
    )
    expect(refusal).toBeInstanceOf(Refusal)
    const { code, says, next } = refusal as Refusal
    expect(codes).toContain(code)
    for (const sentence of [says.zh, says.en, next.zh, next.en]) expect(sentence).toMatch(/^[^{}]{4,}$/)
    expect(performance.now() - started).toBeLessThan(10_000)
  },
)

test('known-bad twin: a check of the sizes that an archive claims lets the lying one through', async () => {
  const lying = await hostileManuscripts.find(({ what }) => what.includes('lies about'))!.make()
  const zip = await promisify<Buffer, ZipFile>(fromBuffer)(lying)
  const [entry] = (await once(zip, 'entry')) as [Entry]
  expect(entry.uncompressedSize).toBeLessThan(zipLimits.xml)
  await expect(guardDocx(lying)).rejects.toBeInstanceOf(Refusal)
})

test('known-bad twin: scripts cut out by a pattern come back', async () => {
  const byPattern = (html: string) => html.replace(/<script>.*?<\/script>/g, '').replace(/javascript:/g, '')
  expect(scripted.some((html) => /onerror|onload|&#106;avascript/.test(byPattern(html)))).toBe(true)
})

test('a manuscript comes out of the thread as it went in', async () => {
  const { document, pictures } = await readManuscriptFile(await wordFile(), '稿.docx')
  expect(titlesOf(parseDocument(document)).headline).toBe('黄河水润新灌区')
  expect(Buffer.from(pictures[0]!.bytes)).toEqual(png)
})

test.each(scripted)('%s leaves nothing that runs or calls out', async (html) => {
  const { document } = await convertManuscript(Buffer.from(`<h1>题</h1><p>正文。</p>${html}<p>完。</p>`), 'a.html')
  const json = JSON.stringify(document)
  expect(json).not.toMatch(
    /"href":"(?!https?:|mailto:|tel:)|127\.0\.0\.1:9|onerror|onload|"type":"(?!doc|kicker|headline|deck|byline|paragraph|subhead|text|table|tableRow|tableCell|cellText|picture|video|link)/,
  )
})
