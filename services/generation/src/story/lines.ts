/** Width of a text in signs: a full-width one is 1, others about half. */
export const widthOf = (text: string): number => [...text].reduce((sum, sign) => sum + (/[\u0020-\u024f]/.test(sign) ? 0.56 : 1), 0)

/**
 * Breaks a headline into lines of at most `room` signs, about equally long: Latin words and figures stay whole, no line begins with a closing mark or ends
 * with an opening one, and a line ends after a mark where that is near.
 */
export function breakLines(text: string, room: number): string[] {
  const pieces = piecesOf(text.trim())
  const count = Math.max(1, Math.ceil(widthOf(text) / room))
  const wanted = Math.min(room, widthOf(text) / count + 0.6)
  const lines: string[] = ['']
  for (const piece of pieces) {
    const line = lines.at(-1)!
    const width = widthOf(line + piece)
    if (
      line !== '' &&
      (width > room ||
        (width > wanted && lines.length < count) ||
        (endsClause(line) && widthOf(line) > wanted * 0.72 && lines.length < count))
    )
      lines.push(piece.trimStart())
    else lines[lines.length - 1] = line + piece
  }
  return lines
}

const endsClause = (line: string): boolean => /[，。：；！？、\s][”’」』》）]*$/.test(line)

const words = new Intl.Segmenter('zh-CN', { granularity: 'word' })
const sign = /[“‘「『《（(【]*(?:[A-Za-z0-9.%+-]+(?:,\d{3})*|[^“‘「『《（(【])[，。：；！？、,.:;!?”’」』》）)】…—]*|[“‘「『《（(【]+/gu

/** The smallest pieces between which a line may end: words of up to four signs with the marks that cling to them; 8,216 is one. */
function piecesOf(text: string): string[] {
  const begins = new Set([...words.segment(text)].map(({ index }) => index))
  const pieces: string[] = []
  for (const { 0: next, index } of text.matchAll(sign)) {
    const last = pieces.at(-1)
    if (last !== undefined && !begins.has(index) && [...last].length < 4) pieces[pieces.length - 1] = last + next
    else pieces.push(next)
  }
  return pieces.length > 0 ? pieces : [text]
}

/** The text in one line of at most `room` signs, cut with … if need be. */
export function oneLine(text: string, room: number): string {
  if (widthOf(text) <= room) return text
  let cut = ''
  for (const sign of text) {
    if (widthOf(cut + sign) > room - 1) break
    cut += sign
  }
  return `${cut}…`
}
