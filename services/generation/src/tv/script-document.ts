import { readingTime } from '@kitchen/document'
import { AlignmentType, BorderStyle, Document, Packer, Paragraph, Table, TableCell, TableRow, TextRun, WidthType } from 'docx'
import { dated } from '../archive.ts'
import type { Story } from '../story/story.ts'
import type { Passage, Script } from './script.ts'
import { type Film, type Form, filmLine, nameOf, scriptHead } from './script-text.ts'

const font = { ascii: 'Arial', hAnsi: 'Arial', eastAsia: '宋体' } as const
const heavy = { ascii: 'Arial', hAnsi: 'Arial', eastAsia: '黑体' } as const

/** script.docx: the script as desks print and mark it, large type, sound bites set apart. Equal stories give equal bytes. */
export async function scriptDocument(story: Story, script: Script, form: Form, films: readonly Film[]): Promise<Buffer> {
  const title = new Paragraph({
    alignment: AlignmentType.CENTER,
    spacing: { after: 240 },
    children: [new TextRun({ text: story.headline, bold: true, size: 40, font: heavy })],
  })
  const document = new Document({
    creator: story.source,
    lastModifiedBy: story.source,
    title: story.headline,
    description: '口播稿',
    styles: { default: { document: { run: { font, size: 32 }, paragraph: { spacing: { line: 480 } } } } },
    sections: [
      {
        properties: { page: { size: { width: 11906, height: 16838 }, margin: { top: 1200, bottom: 1200, left: 1400, right: 1400 } } },
        children: [
          title,
          headTable([
            ...scriptHead(story, script, form).slice(1),
            ...films.map((film, at): [string, string] => ['画面', filmLine(film, at)]),
          ]),
          ...script.passages.flatMap(paragraphsOf),
        ],
      },
    ],
  })
  return dated(await Packer.toBuffer(document), story.at)
}

function headTable(facts: readonly [string, string][]): Table {
  const cell = (text: string, width: number, bold: boolean) =>
    new TableCell({
      width: { size: width, type: WidthType.PERCENTAGE },
      margins: { top: 60, bottom: 60, left: 120, right: 120 },
      children: [new Paragraph({ spacing: { line: 280 }, children: [new TextRun({ text, bold, size: 22 })] })],
    })
  const rows = facts.map(([name, value]) => new TableRow({ children: [cell(name, 18, true), cell(value, 82, false)] }))
  return new Table({ width: { size: 100, type: WidthType.PERCENTAGE }, rows })
}

function paragraphsOf(passage: Passage): Paragraph[] {
  const words = new TextRun({ text: passage.lines.join('') })
  if (passage.kind === 'read') return [new Paragraph({ spacing: { before: 200 }, indent: { firstLine: 640 }, children: [words] })]
  const bar = { left: { style: BorderStyle.SINGLE, size: 24, color: 'C0392B', space: 12 } }
  const head = new TextRun({
    text: `【同期声】${nameOf(passage.who)}（${readingTime(passage.seconds).zh}）`,
    bold: true,
    size: 26,
    color: 'C0392B',
    font: heavy,
  })
  return [
    new Paragraph({ spacing: { before: 280 }, border: bar, indent: { left: 320 }, children: [head] }),
    new Paragraph({ border: bar, indent: { left: 320 }, children: [words] }),
  ]
}
