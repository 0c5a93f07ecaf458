import iconv from 'iconv-lite'
import type { PrintPicture } from './cmyk.ts'
import type { Copy, Item } from './copy.ts'
import { storyDocument } from './package-document.ts'

/** A file of a product before it is stored. */
export type PrintFile = { readonly path: string; readonly bytes: Buffer; readonly mediaType: string }

/** What a page desk takes into its own system: the text in UTF-8 and in GB18030 (CRLF) and as a Word file, the pictures in the press's inks, their captions as CSV (UTF-8 with byte-order mark, CRLF). */
export async function layoutPackage(
  copy: Copy,
  pictures: readonly PrintPicture[],
  separations: readonly Buffer[],
  at: Date,
): Promise<PrintFile[]> {
  const text = textOf(copy)
  return [
    { path: 'package/text.utf8.txt', bytes: Buffer.from(text), mediaType: 'text/plain; charset=utf-8' },
    {
      path: 'package/text.gb18030.txt',
      bytes: iconv.encode(text.replaceAll('\n', '\r\n'), 'gb18030'),
      mediaType: 'text/plain; charset=gb18030',
    },
    {
      path: 'package/story.docx',
      bytes: await storyDocument(copy, pictures, at),
      mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    },
    { path: 'package/captions.csv', bytes: Buffer.from(`\uFEFF${captionsOf(pictures)}`), mediaType: 'text/csv; charset=utf-8' },
    ...separations.map((bytes, at) => ({ path: `package/pictures/${nameOf(at)}`, bytes, mediaType: 'image/jpeg' })),
  ]
}

const nameOf = (at: number): string => `${String(at + 1).padStart(2, '0')}.jpg`

/** The story as plain text: a line per title and paragraph, paragraphs indented by two full-width spaces, boxes after the text. */
function textOf({ titles, items, boxes }: Copy): string {
  const heads = [titles.kicker, titles.headline, titles.deck, titles.byline].filter((line) => line !== '')
  const beside = boxes.flatMap((box) =>
    box.kind === 'table'
      ? ['', box.title, ...[box.head, ...box.rows].filter((row) => row.length > 0).map((row) => row.join('\t')), box.note]
      : ['', box.title, ...box.paragraphs.map((line) => `　　${line}`)],
  )
  return `${[...heads, '', ...items.map(lineOf), ...beside].join('\n').trimEnd()}\n`
}

function lineOf(item: Item): string {
  if (item.kind === 'subhead') return item.text
  if (item.kind === 'quotation') return `　　“${item.text}”${item.by === '' ? '' : `——${item.by}`}`
  return `　　${item.runs.map(([text]) => text).join('')}`
}

function captionsOf(pictures: readonly PrintPicture[]): string {
  const rows = pictures.map(({ caption, credit, asset }, at) => [nameOf(at), caption, credit, asset])
  return [['文件', '图片说明', '摄影', '素材编号'], ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('')
}

/** RFC 4180; a field that a spreadsheet would take for a formula is kept as text. */
function field(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
