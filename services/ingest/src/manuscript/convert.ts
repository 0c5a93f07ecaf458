import { element, type ManuscriptRead, parseDocument, plainText, readManuscript } from '@kitchen/document'
import type { Bilingual } from '@kitchen/model'
import { marked } from 'marked'
import { refuse } from '../refusals.ts'
import { docxHtml, type Picture } from './docx.ts'
import { decodeText } from './encoding.ts'
import { formatOf } from './format.ts'
import { htmlTree } from './html-tree.ts'

/** A manuscript as the editor takes it: `document` is JSON of our schema; its pictures that were inside name their blocks as `file:<name>`. */
export type Converted = { readonly document: unknown; readonly notes: readonly Bilingual[]; readonly pictures: readonly Picture[] }

const mostText = 10_000_000

/** Reads .docx, Markdown, HTML and plain text by their bytes. Pure; may take long or overflow on hostile input, so services run it by `readFile` of a worker. */
export async function convertManuscript(bytes: Uint8Array, name: string): Promise<Converted> {
  const format = formatOf(bytes, name)
  const { html, pictures } = format === 'docx' ? await docxHtml(Buffer.from(bytes)) : { html: sourceOf(bytes), pictures: [] }
  const { document, notes } = readBy[format](html)
  const checked = parseDocument(document.toJSON())
  if (plainText(checked) === '' && checked.children.every(({ type }) => type.name !== 'picture')) throw refuse('ingest/no-text')
  return { document: checked.toJSON(), notes, pictures }
}

function sourceOf(bytes: Uint8Array): string {
  if (bytes.length > mostText) throw refuse('ingest/manuscript-too-large', { limit: mostText / 1_000_000 })
  return decodeText(bytes)
}

const readBy: Readonly<Record<ReturnType<typeof formatOf>, (source: string) => ManuscriptRead>> = {
  docx: (html) => readManuscript(htmlTree(html)),
  html: (html) => readManuscript(htmlTree(html)),
  markdown: (source) => readManuscript(htmlTree(marked.parse(withTitleLines(source), { async: false }))),
  text: (source) =>
    readManuscript(
      element(
        'body',
        {},
        source.split(/\r\n?|\n|\u2028|\u2029/).map((line) => element('p', {}, [line])),
      ),
      { headline: 'first' },
    ),
}

/** Lines such as 副题：… stand alone, although Markdown would join them to one paragraph. */
function withTitleLines(source: string): string {
  const [head, rest] = [source.slice(0, 3_000), source.slice(3_000)]
  return head.replace(/^(?:引题|肩题|主题|标题|副题|副标题|署名|作者|导语|(?:本报)?记者|通讯员)[\s:：].*$/gm, '\n$&\n') + rest
}
