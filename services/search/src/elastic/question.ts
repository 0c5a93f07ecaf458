import type { estypes } from '@elastic/elasticsearch'
import { type FacetName, facetNames, type Question, type Reader, spans } from '../document.ts'
import type { Tokens } from '../tokens.ts'

type Query = estypes.QueryDslQueryContainer

/** All words (three times the weight), or every part of the question as a phrase; a word of a headline weighs three times. Without words: everything. */
export function textQuery(tokens: Tokens, text: string): Query {
  const parts = text
    .split(/\s+/)
    .map((part) => tokens.signs(part).join(' '))
    .filter((part) => part !== '')
  if (parts.length === 0) return { match_all: {} }
  const words = tokens.words(text).join(' ')
  const phrases = parts.map((query): Query => ({ multi_match: { query, type: 'phrase', fields: ['title_signs^3', 'body_signs'] } }))
  const all: Query = {
    multi_match: { query: words, type: 'cross_fields', operator: 'and', fields: ['title_words^3', 'body_words'], boost: 3 },
  }
  return { bool: { should: [...(words === '' ? [] : [all]), { bool: { must: phrases } }], minimum_should_match: 1 } }
}

/** The wall: nothing that the reader's centre may not see, nothing recalled. */
export const sightOf = ({ centre }: Reader): Query[] => [{ term: { gone: false } }, { term: { seen_by: centre } }]

const fields: Record<Exclude<FacetName, 'date'>, string> = {
  kind: 'kind',
  centre: 'centre',
  channel: 'channels',
  subject: 'subjects',
  person: 'people',
}
const since = (span: string) => ({ gt: `now-${spans[span as keyof typeof spans] ?? spans.year}d` })

export function filtersOf({ filters }: Question, but?: FacetName): Query[] {
  return facetNames
    .filter((name) => name !== but && filters[name] !== undefined)
    .map((name) => (name === 'date' ? { range: { at: since(filters.date!) } } : { term: { [fields[name]]: filters[name]! } }))
}

/** Every facet counts under the filters of the others. */
export function countsOf(question: Question): Record<FacetName, estypes.AggregationsAggregationContainer> {
  const one = (name: FacetName): estypes.AggregationsAggregationContainer => ({
    filter: { bool: { filter: filtersOf(question, name) } },
    aggs: { values: name === 'date' ? dates : { terms: { field: fields[name], size: 20, order: [{ _count: 'desc' }, { _key: 'asc' }] } } },
  })
  return {
    kind: one('kind'),
    centre: one('centre'),
    channel: one('channel'),
    subject: one('subject'),
    person: one('person'),
    date: one('date'),
  }
}
const dates: estypes.AggregationsAggregationContainer = {
  filters: { filters: Object.fromEntries(Object.keys(spans).map((span) => [span, { range: { at: since(span) } }])) },
}
