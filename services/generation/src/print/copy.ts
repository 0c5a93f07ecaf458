import type { Block, Run, Titles } from '@kitchen/document'
import type { Bilingual } from '@kitchen/model'

/** Letters with one face; how a run is set is the page's business. */
export type Styled = readonly [text: string, style: '' | 'strong' | 'em']
/** What runs down the columns, in order. `aside` is set in gothic: an editor's note, a contact. */
export type Item =
  | {
      readonly kind: 'paragraph'
      readonly style: 'body' | 'lead' | 'aside'
      readonly indent: boolean
      readonly runs: readonly Styled[]
    }
  | { readonly kind: 'subhead'; readonly text: string }
  | { readonly kind: 'quotation'; readonly text: string; readonly by: string }
/** What stands beside the columns. */
export type SideBox =
  | {
      readonly kind: 'table'
      readonly title: string
      readonly head: readonly string[]
      readonly rows: readonly (readonly string[])[]
      readonly note: string
    }
  | { readonly kind: 'facts'; readonly title: string; readonly paragraphs: readonly string[] }
/** A story as a desk hands it to the press: titles, running text, boxes. Pictures are handed over apart. */
export type Copy = {
  readonly titles: Titles
  readonly items: readonly Item[]
  readonly boxes: readonly SideBox[]
  readonly notes: readonly Bilingual[]
}

/** A box as running text, for one that no page has the height for: a line for each row. */
export function boxAsItems(box: SideBox): Item[] {
  const lines =
    box.kind === 'table'
      ? [box.head, ...box.rows]
          .filter((row) => row.length > 0)
          .map((row) => row.join('　'))
          .concat(box.note)
      : box.paragraphs
  const title: Item[] = box.title === '' ? [] : [{ kind: 'subhead', text: box.title }]
  return [
    ...title,
    ...lines.filter((text) => text !== '').map((text): Item => ({ kind: 'paragraph', style: 'aside', indent: false, runs: [[text, '']] })),
  ]
}

/** Copy of a story: lists become paragraphs as newspapers set them, hard breaks end paragraphs, films stay out and are said so. */
export function copyOf(titles: Titles, blocks: readonly Block[]): Copy {
  const words = JSON.stringify([titles, blocks])
  return {
    titles: {
      kicker: oneLine(titles.kicker),
      headline: oneLine(titles.headline),
      deck: oneLine(titles.deck),
      byline: oneLine(titles.byline),
    },
    items: blocks.flatMap(itemsOf),
    boxes: blocks.flatMap(boxesOf),
    notes: [...(blocks.some(({ kind }) => kind === 'video') ? [noFilm] : []), ...emojiNotes(words)],
  }
}

/** Emoji and their joiners: no face of a paper has them. */
const emoji = /[\u{1F000}-\u{1FAFF}]|\u{FE0F}|\u{200D}/u
const everyEmoji = new RegExp(emoji.source, 'gu')
function emojiNotes(words: string): Bilingual[] {
  const signs = new Intl.Segmenter('zh', { granularity: 'grapheme' })
  const count = emoji.test(words) ? [...signs.segment(words)].filter(({ segment }) => emoji.test(segment)).length : 0
  if (count === 0) return []
  return [{ zh: `${count} 个表情符号不上版面，已略去。`, en: `${count} emoji left off the page: its faces have none.` }]
}
const noFilm: Bilingual = { zh: '视频不上版面，报纸只用文字和图片。', en: 'Video stays off the page; print takes words and pictures.' }

function itemsOf(block: Block): Item[] {
  switch (block.kind) {
    case 'lead':
      return paragraphs(block.runs, 'lead')
    case 'paragraph':
      return paragraphs(block.runs, 'body')
    case 'subhead':
      return [{ kind: 'subhead', text: oneLine(block.text) }]
    case 'quotation':
      return [{ kind: 'quotation', text: unquoted(oneLine(block.text)), by: oneLine(block.attribution) }]
    case 'list':
      return block.items.flatMap((runs, at) => paragraphs([{ text: block.ordered ? `${at + 1}．` : '●', marks: [] }, ...runs], 'body'))
    case 'editorsNote':
    case 'contact':
      return asides(block.title, block.paragraphs)
    case 'table':
    case 'factBox':
    case 'picture':
    case 'video':
      return []
    default:
      return block satisfies never
  }
}

function boxesOf(block: Block): SideBox[] {
  if (block.kind === 'factBox')
    return [{ kind: 'facts', title: oneLine(block.title), paragraphs: block.paragraphs.map(textOf).filter((text) => text !== '') }]
  if (block.kind !== 'table') return []
  const [head, rows] = [cells(block.head), block.rows.map(cells)]
  return [{ kind: 'table', title: oneLine(block.title), head, rows, note: oneLine(block.note) }]
}

const cells = (row: readonly { readonly text: string }[]): string[] => row.map(({ text }) => oneLine(text))

function asides(title: string, texts: readonly (readonly Run[])[]): Item[] {
  const [first, ...rest] = texts
  const headed: Run[] = [{ text: title === '' ? '' : `${title}　`, marks: [{ kind: 'strong' }] }, ...(first ?? [])]
  return [headed, ...rest].flatMap((runs) => paragraphs(runs, 'aside'))
}

/** One paragraph per line; spaces and indents at a line's ends are typing, not text. */
function paragraphs(runs: readonly Run[], style: 'body' | 'lead' | 'aside'): Item[] {
  const lines: Styled[][] = [[]]
  for (const { text, marks } of runs) {
    const face = marks.some(({ kind }) => kind === 'strong') ? 'strong' : marks.some(({ kind }) => kind === 'em') ? 'em' : ''
    text
      .replace(everyEmoji, '')
      .split('\n')
      .forEach((piece, at) => {
        if (at > 0) lines.push([])
        if (piece !== '') lines.at(-1)!.push([piece, face])
      })
  }
  return lines
    .map(trimmed)
    .filter((line) => line.length > 0)
    .map((line) => ({ kind: 'paragraph', style, indent: true, runs: line }))
}

function trimmed(line: readonly Styled[]): Styled[] {
  const cut = line.map(([text, face], at): Styled => {
    const left = at === 0 ? text.trimStart() : text
    return [at === line.length - 1 ? left.trimEnd() : left, face]
  })
  return cut.filter(([text]) => text !== '')
}

const textOf = (runs: readonly Run[]): string => oneLine(runs.map(({ text }) => text).join(''))
const oneLine = (text: string): string =>
  text
    .replace(everyEmoji, '')
    .replace(/\s*\n\s*/g, ' ')
    .trim()
const unquoted = (text: string): string => text.replace(/^[“"「](.*)[”"」]$/s, '$1')

/** Characters of running text that are left in items, for what a refusal says. */
export const lengthOf = (items: readonly Item[]): number =>
  items.reduce(
    (sum, item) => sum + (item.kind === 'paragraph' ? item.runs.reduce((n, [text]) => n + [...text].length, 0) : [...item.text].length),
    0,
  )
