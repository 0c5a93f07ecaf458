import { fold } from './tokens.ts'

/** Folded sign by sign, so that places in the text stay what they are (… would become three full stops). */
const foldInPlace = (text: string): string => text.replace(/./gsu, (sign) => (fold(sign).length === sign.length ? fold(sign) : sign))

/** Escapes the text and puts <mark> around each place where the question, or one of its words, stands. */
export function highlight(text: string, terms: readonly string[]): string {
  const folded = foldInPlace(text)
  const marked = new Uint8Array(text.length)
  for (const term of terms.map(fold).filter(Boolean))
    for (let at = folded.indexOf(term); at >= 0; at = folded.indexOf(term, at + term.length)) marked.fill(1, at, at + term.length)
  return (
    [...text.matchAll(/[\s\S]/g)]
      .map(({ 0: sign, index }) => {
        const [before, now] = [index > 0 && marked[index - 1] === 1, marked[index] === 1]
        return `${!before && now ? '<mark>' : ''}${before && !now ? '</mark>' : ''}${escaped(sign)}`
      })
      .join('') + (marked.at(-1) === 1 ? '</mark>' : '')
  )
}

const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)

/** About 80 characters around the first place that was found. */
export function extract(text: string, terms: readonly string[]): string {
  const folded = foldInPlace(text)
  const places = terms.map((term) => folded.indexOf(fold(term))).filter((place) => place >= 0)
  const from = Math.max(0, Math.min(...places, ...(places.length === 0 ? [0] : [])) - 24)
  return `${from > 0 ? '…' : ''}${text.slice(from, from + 80).replace(/\s+/g, ' ')}${from + 80 < text.length ? '…' : ''}`
}

/** The text below its headline, which stands above the extract already; all of it where only the lines around the headline were meant. */
export function belowHeadline(text: string, headline: string, terms: readonly string[]): string {
  const at = headline === '' ? -1 : text.indexOf(headline)
  const rest = at < 0 ? text : text.slice(at + headline.length).trimStart()
  const holds = (some: string) => terms.some((term) => foldInPlace(some).includes(fold(term)))
  return holds(rest) || !holds(text.slice(0, Math.max(0, at))) ? rest : text
}
