import { type FacetName, facetNames, type Question, spans } from '../document.ts'
import type { Tokens } from '../tokens.ts'

/** Question → the two text queries: all words, or every part of the question as a phrase of signs. Null: no words at all. */
export function textQueries(tokens: Tokens, text: string): { words: string; signs: string } | null {
  const phrases = text
    .split(/\s+/)
    .map((part) => tokens.signs(part).map(quoted).join(' <-> '))
    .filter((phrase) => phrase !== '')
  if (phrases.length === 0) return null
  const words = tokens.words(text).map(quoted)
  const signs = phrases.map((phrase) => `(${phrase})`).join(' & ')
  return { words: words.length > 0 ? words.join(' & ') : signs, signs }
}

export const quoted = (token: string) => `'${token.replace(/['\\]/g, '')}'`

/** How each facet is asked of a row: $n is its parameter. */
const tests: Record<FacetName, (parameter: string) => string> = {
  kind: (p) => `kind = ${p}`,
  centre: (p) => `centre = ${p}`,
  channel: (p) => `${p} = any(channels)`,
  subject: (p) => `${p} = any(subjects)`,
  person: (p) => `${p} = any(people)`,
  date: (p) => `at > now() - make_interval(days => ${p}::int)`,
}
const values: Record<FacetName, string> = {
  kind: 'kind',
  centre: 'centre',
  channel: 'unnest(channels)',
  subject: 'unnest(subjects)',
  person: 'unnest(people)',
  date: `unnest(array_remove(array[${Object.entries(spans)
    .map(([name, days]) => `case when at > now() - interval '${days} days' then '${name}' end`)
    .join(', ')}], null))`,
}

const rank = `3 * ts_rank('{0.1, 0.2, 0.4, 1.0}', words, to_tsquery('simple', $3)) + ts_rank('{0.1, 0.2, 0.4, 1.0}', signs, to_tsquery('simple', $4))`
const matched = `(words @@ to_tsquery('simple', $3) or signs @@ to_tsquery('simple', $4))`
const top = 20

/**
 * One statement: the best rows, their number, and the counts of every facet under the filters of the others. Row-level security has the wall in it.
 * $1 limit, $2 offset; with words $3 and $4; then one parameter for each filter.
 */
export function statementOf(question: Question, text: { words: string; signs: string } | null) {
  const used = facetNames.filter((name) => question.filters[name] !== undefined)
  const first = text ? 5 : 3
  const flags = used.map((name, index) => `${tests[name](`$${first + index}`)} as by_${name}`)
  const keeps = (but?: FacetName) => ['true', ...used.filter((name) => name !== but).map((name) => `by_${name}`)].join(' and ')
  const counts = facetNames.map(
    (name) => `(select '${name}' as facet, value, count(*)::int as count from
      (select ${values[name]} as value from hit where ${keeps(name)}) v group by value order by count desc, value limit ${top})`,
  )
  const statement = `with hit as materialized
    (select ${['id, kind, centre, channels, subjects, people, at', ...(text ? ['words, signs'] : []), ...flags].join(', ')}
     from search.document where not recalled and at is not null and ${text ? matched : 'true'}),
  best as (select id, ${text ? rank : '0'} as rank, at as stood from hit where ${keeps()} order by rank desc, stood desc, id limit $1 offset $2)
  select (select count(*)::int from hit where ${keeps()}) as total,
    (select coalesce(jsonb_agg(c), '[]') from (${counts.join(' union all ')}) c) as counts,
    (select coalesce(jsonb_agg(f order by f.rank desc, f.at desc, f.id), '[]') from
      (select d.id, d.kind, d.story, d.centre, d.headline, d.plain, d.channels, d.at, b.rank from best b join search.document d using (id)) f) as found`
  return { text: statement, filters: used.map((name) => filterValue(name, question.filters[name]!)) }
}

const filterValue = (name: FacetName, value: string): string =>
  name === 'date' ? String(spans[value as keyof typeof spans] ?? spans.year) : value
