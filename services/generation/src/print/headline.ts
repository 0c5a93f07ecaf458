import type { Titles } from '@kitchen/document'

/** Titles set out for a width: every line broken, every size in points, the height they take. */
export type Head = {
  readonly kicker: readonly string[]
  readonly kickerSize: number
  readonly lines: readonly string[]
  readonly size: number
  readonly deck: readonly string[]
  readonly deckSize: number
  readonly byline: string
  readonly bylineSize: number
  readonly height: number
}

/** The titles of a story, cut into words once. */
export type TitleWords = { readonly kicker: Words; readonly headline: Words; readonly deck: Words; readonly byline: string }
export const titleWordsOf = ({ kicker, headline, deck, byline }: Titles): TitleWords => ({
  kicker: wordsOf(kicker),
  headline: wordsOf(headline),
  deck: wordsOf(deck),
  byline,
})

/** Sets the titles for a width with a headline of `size` points over text of `body` points; undefined when the headline takes more than `most` lines. */
export function setTitles(titles: TitleWords, width: number, size: number, body: number, most: number): Head | undefined {
  const lines = breakInto(titles.headline, (width / size) * 1.005, most)
  if (!lines) return undefined
  const kickerSize = Math.max(body * 1.2, size * 0.36)
  const deckSize = Math.max(body * 1.15, size * 0.38)
  const bylineSize = body * 0.98
  const kicker = smallTitle(titles.kicker, width / kickerSize)
  const deck = smallTitle(titles.deck, width / deckSize)
  const height =
    blockHeight(kicker, kickerSize, 0.62) +
    (lines.length * 1.16 - 0.16) * size +
    blockHeight(deck, deckSize, 0.55) +
    (titles.byline === '' ? 0 : bylineSize * 1.9)
  return { kicker, kickerSize, lines, size, deck, deckSize, byline: titles.byline, bylineSize, height }
}

const smallTitle = (title: Words, ems: number): string[] => (title.length === 0 ? [] : (breakInto(title, ems, 8) ?? [textOf(title)]))
/** Height of a small title with the white between it and the headline; its lines stand 0.3 em apart. */
const blockHeight = (lines: readonly string[], size: number, air: number): number =>
  lines.length === 0 ? 0 : size * (lines.length * 1.3 - 0.3 + air)

/** Width of a text in ems: a Chinese character is one, a Western one about half. */
export function emsOf(text: string): number {
  let sum = 0
  for (const letter of text) sum += /[\u2e80-\uffef“”‘’—…·]/.test(letter) ? 1 : letter === ' ' ? 0.28 : 0.58
  return sum
}

const words = new Intl.Segmenter('zh', { granularity: 'word' })
/** A title cut into words, each with its width in ems. */
export type Words = readonly { readonly text: string; readonly ems: number }[]
export const wordsOf = (text: string): Words => [...words.segment(text)].map(({ segment }) => ({ text: segment, ems: emsOf(segment) }))

/** Breaks a title between words into the fewest lines of at most `ems`, as even as can be, after punctuation or a space where there is one. */
export function breakInto(title: Words, ems: number, most: number): string[] | undefined {
  for (let count = Math.max(1, Math.ceil(widthOf(title) / ems)); count <= Math.min(most, 3); count++) {
    const lines = divide(title, count, ems)
    if (lines) return lines.map(textOf)
  }
  const lines = most > 3 ? fill(title, ems) : []
  return lines.length > 0 && lines.length <= most ? lines.map(textOf) : undefined
}

/** Line after line filled to its end, for what is too long to be balanced. */
function fill(title: Words, ems: number): Words[] {
  const lines: Words[number][][] = [[]]
  for (const word of title) {
    if (widthOf(lines.at(-1)!) + word.ems > ems && mayPart('', word.text)) lines.push([])
    lines.at(-1)!.push(word)
  }
  return lines
}

/** The division into `count` lines with the least unevenness; undefined when a line would be too long. */
function divide(title: Words, count: number, ems: number): Words[] | undefined {
  if (count === 1) return widthOf(title) <= ems ? [title] : undefined
  let best: { cost: number; lines: Words[] } | undefined
  for (let at = 1; at < title.length; at++) {
    const first = title.slice(0, at)
    if (widthOf(first) > ems) break
    if (!mayPart(title[at - 1]!.text, title[at]!.text)) continue
    const rest = divide(title.slice(at), count - 1, ems)
    if (!rest) continue
    const cost = unevenness([first, ...rest]) - (/[，。：；！？\s]$/.test(title[at - 1]!.text) ? 2.5 : 0)
    if (!best || cost < best.cost) best = { cost, lines: [first, ...rest] }
  }
  return best?.lines
}

const mayPart = (before: string, after: string): boolean =>
  !/^[，。、；：？！”’）》〉」』…—]/.test(after) && !/[“‘（《〈「『]$/.test(before)
const widthOf = (some: Words): number => some.reduce((sum, { ems }) => sum + ems, 0)
const textOf = (some: Words): string =>
  some
    .map(({ text }) => text)
    .join('')
    .trim()
function unevenness(lines: readonly Words[]): number {
  const widths = lines.map(widthOf)
  return Math.max(...widths) - Math.min(...widths)
}
