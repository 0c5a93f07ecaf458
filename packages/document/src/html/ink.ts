import type { Run, RunMark } from '../blocks.ts'
import { isWide } from '../count.ts'

/** Text on its way in: a run with the size of its letters in pixels where it is known. '\n' is a hard break, '\r' the end of a line of source code. */
export type Ink = Run & { readonly size: number | null }

/** Text of the source as ink: line ends of the source become '\r', non-breaking spaces plain ones, zero-width signs go. */
export function sourceText(text: string, keepLines: boolean): string {
  const cleaned = text
    .replace(/[\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u2064\ufeff\u00ad\ufffc]|[\u0000-\u0008\u000b\u000e-\u001f\u007f]/g, '')
    .replace(/\u00a0/g, ' ')
    .toWellFormed()
  return keepLines ? cleaned.replace(/\r\n?/g, '\n') : cleaned.replace(/[ \t\f]*[\r\n][ \t\f\r\n]*/g, '\r').replace(/[\t\f]/g, ' ')
}

/**
 * Clean runs of one line: no space at its ends (full-width indents included) nor beside a break, never two; a line end of the source between two full-width
 * signs is nothing, else a space; a joiner stays only inside an emoji. Neighbours with equal marks are one run.
 */
export function cleanRuns(inks: readonly Ink[]): Run[] {
  const signs = inks.flatMap(({ text, marks }) => [...text].map((sign) => ({ sign, marks })))
  const kept: { sign: string; marks: readonly RunMark[] }[] = []
  signs.forEach((one, at) => {
    const before = kept.at(-1)?.sign ?? '\n'
    const sign = one.sign === '\r' ? (isWide(before) && isWide(signs[at + 1]?.sign ?? '') ? '' : ' ') : one.sign
    if (sign === '' || (isSpace(sign) && (before === '\n' || isSpace(before)))) return
    if (sign === '\u200d' && !/\p{Extended_Pictographic}|\ufe0f/u.test(before)) return
    if (sign === '\n') while (isSpace(kept.at(-1)?.sign ?? '')) kept.pop()
    kept.push({ ...one, sign })
  })
  while (/[\s\u3000]/.test(kept.at(-1)?.sign ?? '')) kept.pop()
  while (/[\s\u3000]/.test(kept[0]?.sign ?? '')) kept.shift()
  return joinRuns(kept.map(({ sign, marks }) => ({ text: sign, marks })))
}

/** Neighbours with equal marks become one run. */
export function joinRuns(runs: readonly Run[]): Run[] {
  const joined: { text: string; marks: readonly RunMark[]; key: string }[] = []
  for (const { text, marks } of runs) {
    const key = JSON.stringify(marks)
    const last = joined.at(-1)
    if (last?.key === key) last.text += text
    else joined.push({ text, marks, key })
  }
  return joined.map(({ text, marks }) => ({ text, marks }))
}

/** The size of most of the letters. */
export function mainSize(inks: readonly Ink[]): number | null {
  const letters = new Map<number | null, number>()
  for (const { text, size } of inks) letters.set(size, (letters.get(size) ?? 0) + text.trim().length)
  return [...letters].sort(([, a], [, b]) => b - a)[0]?.[0] ?? null
}

const isSpace = (sign: string) => sign === ' ' || sign === '\u3000'
