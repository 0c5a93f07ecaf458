import type { Tx } from '@kitchen/database'
import { fold, type Tokens } from './tokens.ts'

export type Found = { story: string; centre: string; headline: string; plain: string; at: Date }

/** The best stories for a question, in the caller's own transaction (row-level security decides what can be seen). An empty question finds nothing. */
export async function find(tx: Tx, tokens: Tokens, question: string, limit: number): Promise<Found[]> {
  const [words, signs] = [tokens.words(question).map(quoted), tokens.signs(question).map(quoted)]
  if (signs.length === 0) return []
  const { rows } = await tx.query<Found>({
    name: 'find',
    text: FIND,
    values: [words.length > 0 ? words.join(' & ') : signs.join(' & '), signs.join(' <-> '), limit],
  })
  return rows
}
const FIND = `select story, centre, headline, plain, released_at as at from search.story, to_tsquery('simple', $1) w, to_tsquery('simple', $2) s
where not recalled and released_at is not null and (words @@ w or signs @@ s)
order by 3 * ts_rank('{0.1, 0.2, 0.4, 1.0}', words, w) + ts_rank('{0.1, 0.2, 0.4, 1.0}', signs, s) desc, released_at desc limit $3`

const quoted = (token: string) => `'${token.replace(/['\\]/g, '')}'`

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
  const at = Math.max(
    0,
    Math.min(...terms.map((term) => folded.indexOf(fold(term))).map((index) => (index < 0 ? Number.MAX_SAFE_INTEGER : index))),
  )
  const from = at === Number.MAX_SAFE_INTEGER ? 0 : Math.max(0, at - 24)
  return `${from > 0 ? '…' : ''}${text.slice(from, from + 80).replace(/\s+/g, ' ')}${from + 80 < text.length ? '…' : ''}`
}
