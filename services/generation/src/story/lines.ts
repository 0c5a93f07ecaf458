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

/** The smallest pieces between which a line may end. */
function piecesOf(text: string): string[] {
  return (
    text.match(/[“‘「『《（(【]*(?:[A-Za-z0-9.%+-]+|[^“‘「『《（(【])[，。：；！？、,.:;!?”’」』》）)】…—]*|[“‘「『《（(【]+/gu) ?? [text]
  )
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
