import type { Centre, Outlet } from '@kitchen/model'
import exceljs from 'exceljs'
import { dated } from '../archive.ts'
import { dayOf } from '../story/date.ts'
import type { Story } from '../story/story.ts'
import type { LowerThird } from './lower-third.ts'
import type { Script } from './script.ts'
import { type Film, type Form, formNames, nameOf } from './script-text.ts'

type Item = {
  readonly story: Story
  readonly script: Script
  readonly form: Form
  readonly picture: string
  /** Each film with its file; none: `picture` is a still. */
  readonly films: readonly (Film & { readonly path: string })[]
  readonly lowerThirds: readonly LowerThird[]
  readonly timeZone: string
}

const columns = [
  ['序号', 6],
  ['条目', 44],
  ['形式', 14],
  ['时长', 10],
  ['字数', 8],
  ['画面', 18],
  ['字幕条', 30],
  ['责任编辑', 12],
  ['备注', 28],
] as const

/** rundown.xlsx: the item as a line of the programme's rundown (串联单), its sound bites below it. */
export async function rundown(item: Item, outlet: Outlet, centre: Centre): Promise<Buffer> {
  const { story, timeZone } = item
  const book = new exceljs.Workbook()
  Object.assign(book, { creator: centre.fullName, lastModifiedBy: centre.fullName, created: story.at, modified: story.at })
  const sheet = book.addWorksheet('串联单', {
    pageSetup: { paperSize: 9, orientation: 'landscape', fitToPage: true, fitToHeight: 0 },
    views: [{ state: 'frozen', ySplit: 2 }],
  })
  sheet.columns = columns.map(([, width]) => ({ width }))
  heading(sheet, `${outlet.name.zh}　串联单　${dayOf(story.at, timeZone)}`)
  for (const row of rowsOf(item)) line(sheet, row)
  return dated(new Uint8Array(await book.xlsx.writeBuffer()), story.at)
}

function heading(sheet: exceljs.Worksheet, title: string): void {
  sheet.mergeCells(1, 1, 1, columns.length)
  Object.assign(sheet.getCell(1, 1), { value: title, font: { name: '黑体', size: 16, bold: true }, alignment: { vertical: 'middle' } })
  sheet.getRow(1).height = 32
  const names = sheet.getRow(2)
  columns.forEach(([name], at) => {
    Object.assign(names.getCell(at + 1), {
      value: name,
      font: { name: '黑体', size: 11, bold: true, color: { argb: 'FFFFFFFF' } },
      fill: { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFC0392B' } },
      alignment: { vertical: 'middle', horizontal: 'center' },
    })
  })
  names.height = 24
}

type Value = string | number

function rowsOf({ story, script, form, picture, films, lowerThirds }: Item): Value[][] {
  const titles = lowerThirds
    .filter(({ kind }) => kind !== '同期声')
    .map(({ large }) => large)
    .join('\n')
  const bites = script.passages.filter((one) => one.kind === 'bite')
  const item = [
    1,
    story.headline,
    formNames[form],
    clock(script.seconds),
    script.characters,
    picture,
    titles,
    story.responsibleEditor,
    `${story.source}　${story.byline}`.trim(),
  ]
  const shown = films.length > 1 ? films : [] // one alone stands in the item's own line
  return [
    item,
    ...shown.map(({ path, title, seconds }, at): Value[] => [
      `1.${at + 1}`,
      `画面：${title}`,
      '视频',
      clock(seconds),
      '',
      path,
      '',
      '',
      '',
    ]),
    ...bites.map(({ who, seconds, text }, at): Value[] => [
      `1.${shown.length + at + 1}`,
      `同期声：${text}`,
      '同期声',
      clock(seconds),
      text.length,
      picture,
      nameOf(who),
      '',
      '',
    ]),
  ]
}

/** A text that begins like a formula is a text: cells are typed, and a leading apostrophe is not needed. */
function line(sheet: exceljs.Worksheet, values: readonly Value[]): void {
  const row = sheet.addRow([])
  values.forEach((value, at) => {
    Object.assign(row.getCell(at + 1), {
      value,
      font: { name: '宋体', size: 11 },
      alignment: { wrapText: true, vertical: 'top', horizontal: typeof value === 'number' || at === 3 ? 'center' : 'left' },
      border: { bottom: { style: 'thin', color: { argb: 'FFD9D9D9' } } },
    })
  })
}

/** `1:05`. */
const clock = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
