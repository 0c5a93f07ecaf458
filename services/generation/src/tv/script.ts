import { type Block, countCharacters, readingSeconds } from '@kitchen/document'
import { withoutDateline } from '../story/byline.ts'
import { breakLines, widthOf } from '../story/lines.ts'
import { plain, type Story } from '../story/story.ts'
import { sentencesOf, withoutDash } from '../story/text.ts'

/** A piece of the prompter script: what the anchor reads, or a sound bite (同期声) with who speaks. `lines` are short enough to be read in one glance. */
export type Passage =
  | { readonly kind: 'read'; readonly lines: readonly string[] }
  | { readonly kind: 'bite'; readonly who: Speaker; readonly lines: readonly string[]; readonly text: string; readonly seconds: number }
/** Who is heard: position and name as a lower third writes them. */
export type Speaker = { readonly name: string; readonly position: string }
export type Script = { readonly passages: readonly Passage[]; readonly characters: number; readonly seconds: number }

/** Signs on one line of a prompter. */
const room = 16

/** Who reported: the byline, else those whom the text names in its 本报讯（…）; '' where neither tells. */
export const reportersOf = ({ byline, blocks }: Story): string =>
  byline ||
  (blocks.flatMap((one) => (one.kind === 'lead' || one.kind === 'paragraph' ? [withoutDateline(one.text).people] : [])).find(Boolean) ?? '')

/** The script of a story: paragraphs, lists and quotations. Subheads, tables, boxes and captions are for the eye and are not read. */
export function scriptOf(story: Story): Script {
  const passages = story.blocks.flatMap(passageOf)
  const spoken = story.characters === 0 ? [read(story.summary || story.headline)] : passages
  const characters = spoken.reduce((sum, { lines }) => sum + countCharacters(lines.join('')), 0)
  return { passages: spoken, characters, seconds: readingSeconds(characters) }
}

function passageOf(block: Block): Passage[] {
  switch (block.kind) {
    case 'lead':
    case 'paragraph':
      return [read(withoutDateline(plain(block.runs)).text)]
    case 'list':
      return block.items.map((item) => read(plain(item)))
    case 'quotation':
      return [bite(block.text.replaceAll('\n', ' '), speakerOf(block.attribution))]
    case 'subhead':
    case 'table':
    case 'picture':
    case 'video':
    case 'factBox':
    case 'editorsNote':
    case 'contact':
      return []
    default:
      return block satisfies never
  }
}

const read = (text: string): Passage => ({ kind: 'read', lines: promptLines(text) })
const bite = (text: string, who: Speaker): Passage => ({
  kind: 'bite',
  who,
  text,
  lines: promptLines(text),
  seconds: readingSeconds(countCharacters(text)),
})

/** Short lines: a sentence begins a line, clauses share one as long as it has room, a long clause is broken evenly; figures and Latin words stay whole. */
export const promptLines = (text: string): string[] => sentencesOf(text).flatMap(linesIn)

function linesIn(sentence: string): string[] {
  const lines: string[] = []
  for (const clause of sentence.match(/(?:[^，、；：,;]|(?<=\d),(?=\d))+[，、；：,;”’」』》）]*|[，、；：,;]+/gu) ?? []) {
    const last = lines.at(-1)
    if (last !== undefined && widthOf(last + clause) <= room) lines[lines.length - 1] = last + clause
    else lines.push(...breakLines(clause, room))
  }
  return lines.map((one) => one.trim()).filter(Boolean)
}

/** Who speaks, out of an attribution such as ——柳湾村用水合作社理事长 罗秀兰, or 罗秀兰（柳湾村村民）. */
export function speakerOf(attribution: string): Speaker {
  const text = withoutDash(attribution).trim()
  const bracketed = /^(.+?)[（(](.+)[）)]$/u.exec(text)
  if (bracketed) return { name: bracketed[1]!.trim(), position: bracketed[2]!.trim() }
  const words = text.split(/[\s\u3000，,]+/u).filter(Boolean)
  return { name: words.at(-1) ?? '', position: words.slice(0, -1).join('') }
}
