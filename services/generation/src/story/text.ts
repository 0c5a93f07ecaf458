const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]/g

/** Text that every format can carry: no control characters, no half surrogate, nothing that turns the direction of what follows. Line ends become spaces. */
export function clean(text: unknown): string {
  return String(text ?? '')
    .toWellFormed()
    .replace(/[\r\n\t\u2028\u2029]+/g, ' ')
    .replace(forbidden, '')
}

/**
 * The beginning of a text within `most` UTF-16 units (what platforms count), cut after the last whole sentence if that keeps a third of it, else after the last
 * clause, else hard with `…`. Never cuts through a character.
 */
export function cutAtSentence(text: string, most: number): string {
  if (text.length <= most) return text
  const room = text.slice(0, most)
  const sentence = lastOf(room, /[。！？!?][”’」』）)]*/g)
  if (sentence >= most / 3) return room.slice(0, sentence)
  const clause = lastOf(text.slice(0, most - 1), /[，、；：,;:]/g)
  return `${(clause >= most / 3 ? room.slice(0, clause - 1) : room.slice(0, most - 1)).toWellFormed().replace(/\ufffd$/u, '')}…`
}

function lastOf(text: string, ends: RegExp): number {
  let last = -1
  for (const match of text.matchAll(ends)) last = match.index + match[0].length
  return last
}

/** Sentences of a text, each with its closing marks. */
export const sentencesOf = (text: string): string[] =>
  text
    .match(/[^。！？!?]+(?:[。！？!?]+[”’」』）)]*|$)/gu)
    ?.map((one) => one.trim())
    .filter(Boolean) ?? []

/** An attribution without dashes of its own: each channel sets its own. */
export const withoutDash = (text: string): string => text.replace(/^[—\-–―\s]+/u, '')
