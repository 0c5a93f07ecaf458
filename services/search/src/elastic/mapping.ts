import type { estypes } from '@elastic/elasticsearch'
import type { Row } from '../postgres/rows.ts'
import type { Tokens } from '../tokens.ts'

/** Raised whenever the mapping changes: an index of another one is filled anew. */
export const mappingVersion = '1'

const keyword = { type: 'keyword', ignore_above: 8000 } as const
/** Shown, never searched. */
const kept = { type: 'keyword', index: false, doc_values: false } as const
/** Tokens that this program has cut, parted by blanks. */
const cut = { type: 'text', analyzer: 'whitespace' } as const
const words = { ...cut, index_options: 'freqs' } as const

/** Strict: a field that is not here fails its document and is seen, instead of being guessed. `words` are jieba's, `signs` every character in its place. */
export const mappings = (wordList: string): estypes.MappingTypeMapping => ({
  dynamic: 'strict',
  _meta: { wordList, mapping: mappingVersion },
  _source: { excludes: ['title_words', 'body_words', 'title_signs', 'body_signs'] },
  properties: {
    id: keyword,
    kind: keyword,
    story: kept,
    centre: keyword,
    seen_by: keyword,
    gone: { type: 'boolean' },
    headline: kept,
    plain: { type: 'text', index: false },
    title_words: words,
    body_words: words,
    title_signs: cut,
    body_signs: cut,
    channels: keyword,
    subjects: keyword,
    people: keyword,
    places: keyword,
    at: { type: 'date' },
  },
})

/** A second's promise is kept by half of one. One shard holds a region's years; copies as soon as there is a second node. */
export const settings = (filling: boolean): estypes.IndicesIndexSettings => ({
  number_of_shards: 1,
  auto_expand_replicas: '0-1',
  refresh_interval: filling ? '-1' : '500ms',
})

/** What a row is in Elasticsearch. A recalled one leaves a tombstone: a deletion is forgotten after a minute, and then a late event would bring it back. */
export function sourceOf(tokens: Tokens, row: Row): Record<string, unknown> {
  if (row.recalled || row.at === null) return { id: row.id, gone: true }
  const joined = (all: string[]) => all.join(' ')
  return {
    id: row.id,
    kind: row.kind,
    story: row.story,
    centre: row.centre,
    seen_by: row.seenBy,
    gone: false,
    headline: row.headline,
    plain: row.plain,
    title_words: joined(tokens.words(row.headline)),
    body_words: joined(tokens.words(row.plain)),
    title_signs: joined(tokens.signs(row.headline)),
    body_signs: joined(tokens.signs(row.plain)),
    channels: row.channels,
    subjects: row.subjects,
    people: row.people,
    places: row.places,
    at: row.at.toISOString(),
  }
}
