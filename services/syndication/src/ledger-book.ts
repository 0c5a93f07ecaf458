import type { LedgerLine } from '@kitchen/api'
import { type CentreId, channelNames, type Region } from '@kitchen/model'
import excel from 'exceljs'

/** The ledger of a month as a workbook: each line with its evidence, then sums by centre and by person. */
export async function ledgerBook(lines: readonly LedgerLine[], region: Region, month: string): Promise<Buffer> {
  const book = new excel.Workbook()
  const name = (id: CentreId) => region.centres.find((one) => one.id === id)?.name.zh ?? id
  fill(
    book.addWorksheet(`采用明细 ${month}`),
    heads,
    lines.map((line) => rowOf(line, name)),
  )
  fill(
    book.addWorksheet('按中心'),
    sums,
    sumsBy(lines, (line) => [name(line.origin), name(line.centre)].join(' → ')),
  )
  fill(
    book.addWorksheet('按人'),
    sums,
    sumsBy(lines, (line) => `${name(line.centre)} ${line.person}`),
  )
  return Buffer.from(await book.xlsx.writeBuffer())
}

const heads = [
  '日期',
  '供稿中心',
  '原稿标题',
  '版本',
  '采用中心',
  '采用人',
  '本地标题',
  '原稿字数',
  '留用字数',
  '留用比例',
  '发布端口',
  '网址',
  '稿件号',
]
const sums = ['对象', '采用稿件', '原稿字数', '留用字数', '留用比例']

function fill(sheet: excel.Worksheet, head: readonly string[], rows: readonly (readonly (string | number)[])[]): void {
  sheet.addRow([...head]).font = { bold: true }
  for (const row of rows) sheet.addRow(row.map(plain))
  sheet.columns.forEach((column, at) => {
    column.width = head[at] === '原稿标题' || head[at] === '本地标题' || head[at] === '网址' ? 40 : 14
  })
  sheet.views = [{ state: 'frozen', ySplit: 1 }]
}
/** A headline that begins like a formula stays a headline. */
const plain = (value: string | number): string | number => (typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : value)

function rowOf(line: LedgerLine, name: (id: CentreId) => string): (string | number)[] {
  const { at, origin, headline, taken, centre, person, copyHeadline, characters, kept, places, copy } = line
  const outlets = places.map(({ channel }) => channelNames[channel].sign).join('')
  const urls = places.flatMap(({ url }) => url ?? []).join(' ')
  return [
    at.slice(0, 10),
    name(origin),
    headline,
    taken,
    name(centre),
    person,
    copyHeadline,
    characters,
    kept,
    share(kept, characters),
    outlets,
    urls,
    copy,
  ]
}

function sumsBy(lines: readonly LedgerLine[], key: (line: LedgerLine) => string): (string | number)[][] {
  return [...Map.groupBy(lines, key)].map(([of, all]) => {
    const [kept, characters] = [sum(all.map((one) => one.kept)), sum(all.map((one) => one.characters))]
    return [of, new Set(all.map(({ copy }) => copy)).size, characters, kept, share(kept, characters)]
  })
}
const share = (kept: number, of: number): string => (of === 0 ? '' : `${Math.round((kept * 100) / of)}%`)
const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)
