import { countCharacters } from '../count.ts'
import { type Draft, type Line, wordsOf } from './draft.ts'

/**
 * Lines that only look like headings become headings: short, no stop at the end, and all bold, or clearly larger than the body. A line that is centred as
 * well counts as a main title (level 1).
 */
export function withHeadings(drafts: readonly Draft[]): Draft[] {
  const body = bodySize(drafts)
  return drafts.map((draft) =>
    draft.kind === 'line' && draft.level === 0 && looksLikeHeading(draft, body)
      ? { ...draft, level: draft.centred || isHuge(draft, body) ? 1 : 3 }
      : draft,
  )
}

function looksLikeHeading(line: Line, body: number | null): boolean {
  const words = wordsOf(line.runs)
  if (/[。！？!?；;，,：:、…]["”’」）)]*$/.test(words) || words.includes('\n') || countCharacters(words) > 36) return false
  return isBold(line) || (isLarger(line, body) && (line.size ?? 0) >= (body ?? 0) * 1.15)
}

const isBold = ({ runs }: Line): boolean =>
  runs.length > 0 && runs.every(({ text, marks }) => text.trim() === '' || marks.some(({ kind }) => kind === 'strong'))
const isLarger = ({ size }: Line, body: number | null): boolean => size !== null && body !== null && size > body
const isHuge = (line: Line, body: number | null): boolean => isLarger(line, body) && line.size! >= body! * 1.4

/** The letter size of most of the text. */
function bodySize(drafts: readonly Draft[]): number | null {
  const letters = new Map<number, number>()
  for (const draft of drafts)
    if (draft.kind === 'line' && draft.size !== null) letters.set(draft.size, (letters.get(draft.size) ?? 0) + wordsOf(draft.runs).length)
  return [...letters].sort(([, a], [, b]) => b - a)[0]?.[0] ?? null
}
