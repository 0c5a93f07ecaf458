import type { Tx } from '@kitchen/database'
import type { Question } from '../document.ts'
import type { Facts } from '../facts.ts'
import type { Row } from '../postgres/rows.ts'
import type { Tokens } from '../tokens.ts'

type Saved = { readonly id: string; readonly centre: string; readonly question: Question }

/**
 * Looks with every saved search at a changed row, in the transaction of its event, in process (a percolator takes a hundred times as long). Answers the
 * centres that have something new; takes back what was recalled.
 */
export async function noteMatches(tx: Tx, needs: { tokens: Tokens; facts: Facts }, row: Row): Promise<readonly string[]> {
  if (row.recalled || row.at === null) {
    await tx.query('delete from search.saved_hit where document = $1', [row.id])
    return []
  }
  const { rows } = await tx.query<Saved>('select id, centre, question from search.saved where centre = any($1)', [row.seenBy])
  const matches = matcherOf(needs.tokens, row)
  const hits = rows.filter(({ question }) => matches(question))
  if (hits.length === 0) return []
  const { rows: fresh } = await tx.query<{ centre: string }>(NOTE, [
    hits.map(({ id }) => id),
    hits.map(({ centre }) => centre),
    row.id,
    row.at,
  ])
  return fresh.map(({ centre }) => centre)
}
const NOTE = `insert into search.saved_hit (saved, document, centre, at) select s, $3, c, $4 from unnest($1::uuid[], $2::text[]) as one (s, c)
  on conflict do nothing returning centre`

/** The rules of a search, for one document: all words, or each part as a phrase; and every filter (a date looks back, so what is new always passes). */
export function matcherOf(tokens: Tokens, row: Pick<Row, 'headline' | 'plain' | 'kind' | 'centre' | 'channels' | 'subjects' | 'people'>) {
  const words = new Set([...tokens.words(row.headline), ...tokens.words(row.plain)])
  const signs = [row.headline, row.plain].map((text) => ` ${tokens.signs(text).join(' ')} `)
  const has = (part: string) => signs.some((text) => text.includes(` ${tokens.signs(part).join(' ')} `))
  return ({ text, filters }: Question): boolean => {
    const asked = tokens.words(text)
    const parts = text.split(/\s+/).filter((part) => tokens.signs(part).length > 0)
    const said = parts.length === 0 || (asked.length > 0 && asked.every((word) => words.has(word))) || parts.every(has)
    return said && passes(row, filters)
  }
}

function passes(row: Parameters<typeof matcherOf>[1], { kind, centre, channel, subject, person }: Question['filters']): boolean {
  const within = (wanted: string | undefined, there: readonly string[]) => wanted === undefined || there.includes(wanted)
  return (
    within(kind, [row.kind]) &&
    within(centre, [row.centre]) &&
    within(channel, row.channels) &&
    within(subject, row.subjects) &&
    within(person, row.people)
  )
}
