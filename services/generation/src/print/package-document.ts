import { Document, Packer, Paragraph, Table, TableCell, TableRow, TextRun, WidthType } from 'docx'
import { dated } from '../archive.ts'
import type { PrintPicture } from './cmyk.ts'
import type { Copy, Item, SideBox } from './copy.ts'

const song = { ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia: '宋体' } as const
const hei = { ascii: 'Arial', hAnsi: 'Arial', eastAsia: '黑体' } as const

/** package/story.docx: titles, text, boxes and captions, as a desk opens it in Word or WPS. `at` is its only date, so equal stories give equal bytes. */
export async function storyDocument(copy: Copy, pictures: readonly PrintPicture[], at: Date): Promise<Buffer> {
  const document = new Document({
    title: copy.titles.headline,
    styles: { default: { document: { run: { font: song, size: 21 }, paragraph: { spacing: { line: 360 } } } } },
    sections: [{ children: [...titlesOf(copy), ...copy.items.map(paragraphOf), ...copy.boxes.flatMap(boxOf), ...captionsOf(pictures)] }],
  })
  return dated(await Packer.toBuffer(document), at)
}

const heading = (text: string, size: number) => new Paragraph({ children: [new TextRun({ text, size, font: hei, bold: true })] })

function titlesOf({ titles: { kicker, headline, deck, byline } }: Copy): Paragraph[] {
  const lines = [[kicker, 24] as const, [headline, 44] as const, [deck, 28] as const].filter(([text]) => text !== '')
  return [...lines.map(([text, size]) => heading(text, size)), ...(byline === '' ? [] : [new Paragraph(byline)])]
}

function paragraphOf(item: Item): Paragraph {
  if (item.kind === 'subhead') return heading(item.text, 24)
  if (item.kind === 'quotation')
    return new Paragraph({ indent: { left: 420 }, children: [new TextRun(`“${item.text}”${item.by === '' ? '' : `——${item.by}`}`)] })
  const runs = item.runs.map(([text, style]) => new TextRun({ text, bold: style === 'strong', italics: style === 'em' }))
  return new Paragraph({ ...(item.indent && { indent: { firstLine: 420 } }), children: runs })
}

function boxOf(box: SideBox): (Paragraph | Table)[] {
  const title = box.title === '' ? [] : [heading(box.title, 22)]
  if (box.kind === 'facts') return [...title, ...box.paragraphs.map((text) => new Paragraph(text))]
  const rows = [box.head, ...box.rows].filter((row) => row.length > 0)
  const cells = (row: readonly string[]) =>
    new TableRow({ children: row.map((text) => new TableCell({ children: [new Paragraph(text)] })) })
  const table = rows.length === 0 ? [] : [new Table({ width: { size: 100, type: WidthType.PERCENTAGE }, rows: rows.map(cells) })]
  return [...title, ...table, ...(box.note === '' ? [] : [new Paragraph(box.note)])]
}

function captionsOf(pictures: readonly PrintPicture[]): Paragraph[] {
  if (pictures.length === 0) return []
  const lines = pictures.map(({ caption, credit }, at) => new Paragraph([`图 ${at + 1}`, caption, credit].filter(Boolean).join('　')))
  return [heading('图片说明', 22), ...lines]
}
