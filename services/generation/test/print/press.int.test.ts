import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Centre, region } from '@kitchen/model'
import { createLogger } from '@kitchen/runtime'
import { type Color, cmyk, PDFDocument, rgb } from 'pdf-lib'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import sample from '../../../../packages/model/data/ningxia.json' with { type: 'json' }
import { mostInk, separate } from '../../src/print/cmyk.ts'
import { createCompositor } from '../../src/print/compositor.ts'
import { type Press, type Printed, type PrintedOrRefused, type PrintInput, type PrintPage, startPress } from '../../src/print/index.ts'
import { newsprint } from '../../src/print/ink-profile.ts'
import { foreignColours, greatestInk, has, inspect } from './oracles.ts'
import { facts, feature, flash, longRead, photographs, photoStory, plain } from './stories.ts'

const logger = createLogger({ level: 'silent' })
const folder = mkdtempSync(join(tmpdir(), 'press-'))
const { centres } = region.parse(sample)
const pageOf = (centre: Centre): PrintPage => ({
  centre,
  outlet: centre.outlets.find(({ channel }) => channel === 'print')!,
  responsibleEditor: '韦青',
})
const all = centres.map(pageOf)
const [paper, section, board] = ['newspaper-page', 'city-page', 'notice-board'].map(
  (profile) => all.find(({ outlet }) => outlet.profile === profile)!,
) as [PrintPage, PrintPage, PrintPage]

let press: Press
let featured: Printed[]
beforeAll(async () => {
  press = await startPress({ logger, folder })
  featured = (await press.print(feature(3, [facts]), [paper, section, board])).map(printed)
})
afterAll(async () => {
  await press.stop()
  rmSync(folder, { recursive: true, force: true })
})

describe('a feature with pictures, table, quotation and facts', () => {
  test('becomes a page for each profile, with package and preview', () => {
    for (const { files } of featured)
      expect(files.map(({ path }) => path)).toEqual(
        expect.arrayContaining([
          'page.pdf',
          'package/text.utf8.txt',
          'package/text.gb18030.txt',
          'package/story.docx',
          'package/captions.csv',
          'package/pictures/03.jpg',
        ]),
      )
  })

  test.runIf(has('pdftotext'))('carries every word of the story, and its own masthead, day and licence', () => {
    const [mine, theirs, boards] = featured.map(wordsIn)
    const body = feature().blocks.flatMap((block) => (block.kind === 'paragraph' || block.kind === 'subhead' ? [block.text] : []))
    for (const text of [...body, '过去是人等照片', '整理影像（幅）642', '什么是公共领域作品', '费利斯·比托摄'])
      expect(mine).toContain(squeezed(text))
    expect(mine).toContain('宁夏融媒日报')
    expect(mine).toContain('2025年11月23日星期日农历乙巳年十月初四')
    expect(theirs).toContain(squeezed(section.outlet.name.zh.split('·')[1]!))
    expect(boards).toContain(squeezed(board.centre.licence.print))
  })

  test.runIf(has('pdfinfo'))('is PDF/X-4 with a bleed of 3 mm', () => {
    const { said } = inspect('pdfinfo', pdfOf(featured[0]!), (file) => ['-box', file])
    expect(said).toMatch(/PDF version:\s+1\.6/)
    const box = (name: string) => new RegExp(`${name}:(.*)`).exec(said)![1]!.trim().split(/\s+/).map(Number)
    const [trim, bleed] = [box('TrimBox'), box('BleedBox')]
    expect(trim[0]! - bleed[0]!).toBeCloseTo(8.5, 1)
    expect(bleed[2]! - trim[2]!).toBeCloseTo(8.5, 1)
  })

  test.runIf(has('pdffonts'))('embeds every face as a subset with CIDs', () => {
    const rows = inspect('pdffonts', pdfOf(featured[0]!), (file) => [file])
      .said.trim()
      .split('\n')
      .slice(2)
    expect(rows.length).toBeGreaterThan(2)
    for (const row of rows) expect(row).toMatch(/^[A-Z]{6}\+NotoS.*CID (TrueType|Type 0C).* yes yes yes/)
  })

  test.runIf(has('qpdf'))('is a sound file that names its colours in CMYK alone', async () => {
    const pdf = pdfOf(featured[2]!)
    expect(inspect('qpdf', pdf, (file) => ['--check', file]).said).toContain('No syntax or stream encoding errors')
    expect(await foreignColours(pdf)).toEqual([])
    expect(await foreignColours(await filledWith(rgb(1, 0, 0)))).toContain('rg') // the known-bad twin
  })

  test.runIf(has('pdfimages'))('holds its pictures in CMYK as they were separated', () => {
    const rows = inspect('pdfimages', pdfOf(featured[0]!), (file) => ['-list', file])
      .said.trim()
      .split('\n')
      .slice(2)
    expect(rows.map((row) => row.trim().split(/\s+/)).map(([, , kind, , , colour, , , encoding]) => [kind, colour, encoding])).toEqual(
      new Array(3).fill(['image', 'cmyk', 'jpeg']),
    )
  })

  test.runIf(has('gs'))('lays no more than 240 % ink on any point', async () => {
    expect(greatestInk(pdfOf(featured[1]!))).toBeLessThanOrEqual(240)
    expect(greatestInk(await filledWith(cmyk(1, 1, 1, 1)))).toBeGreaterThan(390) // the known-bad twin
  })

  test.runIf(has('pdftoppm'))('shows itself on screens, the second centre as itself', async () => {
    const [one, two] = (await press.print(feature(3, [facts]), [paper, pageOf(centres[1]!)])).map(printed)
    const [a, b] = [one!, two!].map((page) => page.files.find(({ path }) => path === 'preview/page-1.webp')!.bytes)
    const { width, height } = await sharp(a).metadata()
    expect(Math.max(width, height)).toBe(1600)
    expect(a!.length).toBeLessThan(500_000)
    expect(await differingRows(a!, b!, 0.2, 0.9)).toBe(0)
    expect(await differingRows(a!, b!, 0, 0.2)).toBeGreaterThan(5)
  })
})

test('the same story gives the same bytes on another press', async () => {
  const other = await startPress({ logger, folder })
  const again = (await other.print(feature(3, [facts]), [paper])).map(printed)
  await other.stop()
  expect(pdfOf(again[0]!).equals(pdfOf(featured[0]!))).toBe(true)
})

test.runIf(has('pdfinfo'))('flash, photo story and long read find forms of their own', async () => {
  const sizes = async (input: PrintInput, page: PrintPage) => pagesOf(printed((await press.print(input, [page]))[0]!))
  expect(await sizes(flash(), paper)).toEqual(['98 x 135'])
  expect(await sizes(flash(), board)).toEqual(['297 x 210'])
  expect(await sizes(photoStory(5), section)).toHaveLength(1)
  expect((await sizes(longRead(6_000), board)).length).toBeGreaterThan(1)
})

test.runIf(has('pdftotext'))('a long read goes on over the page without losing a letter', async () => {
  const long = longRead(5_200, 2)
  const words = wordsIn(printed((await press.print(long, [board]))[0]!))
  const told = long.blocks.map((block) => ('text' in block && block.kind !== 'quotation' ? squeezed(block.text) : '')).join('')
  expect(words).toMatch(/（下转第2版）/)
  expect(words).toContain('上接第1版')
  const lettersOf = (text: string) => [...text].filter((letter) => letter === '的').length
  expect(lettersOf(words)).toBeGreaterThanOrEqual(lettersOf(told))
})

test('what no continuation holds is refused with the characters to cut', async () => {
  const [refused] = await press.print(plain(40_000), [board])
  expect(refused).toMatchObject({ failure: { code: 'generation/print-overset' } })
  expect((refused as { failure: { says: { zh: string } } }).failure.says.zh).toMatch(/多 \d{4,5} 字/)
})

test('a picture that cannot be read refuses its story alone', async () => {
  const broken = { ...flash(), pictures: [{ ...photographs[0]!, file: '/nowhere.jpg' }] }
  expect((await press.print(broken, [paper]))[0]).toMatchObject({ failure: { code: 'generation/print-failed' } })
  expect((await press.print(flash(), [paper]))[0]).toHaveProperty('files')
})

test('an order that takes too long is ended, and the next one starts anew', async () => {
  const compositor = createCompositor({ logger, folder, patience: 1 })
  const order = () => compositor.ask({ 'measure.json': { items: [], boxes: [], measures: [], widths: [] } }, 'measure.typ', ['sizes'])
  await expect(order()).rejects.toThrow(/ended/)
  await expect(order()).rejects.toThrow(/ended/)
  expect(compositor.births()).toBe(2)
  await compositor.stop()
})

test('a machine without the engine is told so', async () => {
  const { arch } = process
  Object.defineProperty(process, 'arch', { value: 'arm64' })
  try {
    expect((await press.print(flash(), [paper]))[0]).toMatchObject({
      failure: { code: 'generation/print-engine', says: { zh: expect.stringContaining('arm64') } },
    })
  } finally {
    Object.defineProperty(process, 'arch', { value: arch })
  }
})

test('the darkest photograph stays within 240 % ink', async () => {
  expect(await mostInk(await separate(photographs[4]!, 300, 200, newsprint))).toBeLessThanOrEqual(240)
})

function printed(one: PrintedOrRefused): Printed {
  if ('failure' in one) throw new Error(`${one.outlet}: ${one.failure.says.en}`)
  return one
}
const pdfOf = ({ files }: Printed): Buffer => files.find(({ path }) => path === 'page.pdf')!.bytes
const squeezed = (text: string): string => text.replace(/\s/g, '')
const wordsIn = (page: Printed): string => squeezed(inspect('pdftotext', pdfOf(page), (file) => ['-raw', file, '-']).said)
const pagesOf = ({ notes }: Printed): string[] =>
  notes
    .find(({ en }) => en.startsWith('Sheets'))!
    .en.match(/\d+ × \d+/g)!
    .map((size) => size.replace('×', 'x'))

async function filledWith(color: Color): Promise<Uint8Array> {
  const pdf = await PDFDocument.create()
  pdf.addPage([100, 100]).drawRectangle({ x: 10, y: 10, width: 50, height: 50, color })
  return await pdf.save()
}

async function differingRows(a: Buffer, b: Buffer, from: number, to: number): Promise<number> {
  const [one, two] = await Promise.all([a, b].map((picture) => sharp(picture).raw().toBuffer({ resolveWithObject: true })))
  const row = one!.info.width * one!.info.channels
  let rows = 0
  for (let y = Math.floor(from * one!.info.height); y < to * one!.info.height; y++)
    if (one!.data.subarray(y * row, (y + 1) * row).some((value, at) => Math.abs(value - two!.data[y * row + at]!) > 48)) rows++
  return rows
}
