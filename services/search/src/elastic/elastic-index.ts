import type { Client, estypes } from '@elastic/elasticsearch'
import type { Database } from '@kitchen/database'
import { z } from 'zod'
import { type Answer, countsBy, type FacetName, type Found, kinds, type Reader, type SearchIndex } from '../document.ts'
import type { Facts } from '../facts.ts'
import { namesLike } from '../names.ts'
import type { Tokens } from '../tokens.ts'
import { bulk } from './bulk.ts'
import type { Clients } from './client.ts'
import { healthOf } from './health.ts'
import { sourceOf } from './mapping.ts'
import { countsOf, filtersOf, sightOf, textQuery } from './question.ts'
import { rebuild } from './rebuild.ts'

/** `alias`: the name under which everybody finds the index; `stories` unless a test has its own. */
export type ElasticNeeds = {
  readonly clients: Clients
  readonly database: Database
  readonly tokens: Tokens
  readonly facts: Facts
  readonly alias: string
}

/** The adapter over Elasticsearch 8.19 or 9: external versions, tombstones, one alias over numbered indices. */
export function elasticIndex(needs: ElasticNeeds): SearchIndex {
  const { clients, tokens, facts, alias } = needs
  const write = async (id: string, version: number, source: Record<string, unknown>) => {
    const [refused] = await bulk(clients.writing, alias, [{ id, version, source }])
    if (refused) throw new Error(refused.reason)
  }
  return {
    adapter: 'elasticsearch',
    index: (document, version) => write(document.id, version, sourceOf(tokens, { ...document, recalled: false, version })),
    remove: (id, version) => write(id, version, { id, gone: true }),
    search: async (question, reader, { limit, from }) => {
      const query = { bool: { must: [textQuery(tokens, question.text)], filter: sightOf(reader) } }
      const answer = await clients.asking.search({
        index: alias,
        query,
        post_filter: { bool: { filter: filtersOf(question) } },
        aggs: countsOf(question),
        size: limit,
        from,
        track_total_hits: true,
        sort: [{ _score: { order: 'desc' } }, { at: 'desc' }, { id: 'asc' }],
      })
      return answerOf(answer)
    },
    suggest: (text, reader) => counted(clients.asking, alias, reader, namesLike(facts, text)),
    similar: (id, reader, limit) => similarTo(clients.asking, needs, id, reader, limit),
    rebuild: (progress) => rebuild(needs, progress),
    health: () => healthOf(clients.asking, alias, tokens.wordList),
  }
}

const found = z.object({
  id: z.string(),
  kind: z.enum(kinds),
  story: z.string().nullish(),
  centre: z.string(),
  headline: z.string(),
  plain: z.string(),
  channels: z.array(z.string()),
  at: z.coerce.date(),
})
const foundIn = (hits: readonly estypes.SearchHit[]): Found[] =>
  hits.map(({ _source }) => found.parse(_source)).map((one) => ({ ...one, story: one.story ?? null }))

const buckets = z.object({
  values: z.object({
    buckets: z.union([z.array(z.object({ key: z.string(), doc_count: z.int() })), z.record(z.string(), z.object({ doc_count: z.int() }))]),
  }),
})

function answerOf({ hits, aggregations }: estypes.SearchResponse): Answer {
  const of = (name: FacetName) => {
    const { buckets: all } = buckets.parse(aggregations?.[name]).values
    const pairs = Array.isArray(all)
      ? all.map((one) => [one.key, one.doc_count] as const)
      : Object.entries(all).map(([key, one]) => [key, one.doc_count] as const)
    return new Map(pairs.filter(([, count]) => count > 0))
  }
  const total = typeof hits.total === 'number' ? hits.total : (hits.total?.value ?? 0)
  return { total, counts: countsBy(of), found: foundIn(hits.hits) }
}

/** Counted behind the wall in one call: nothing is suggested that the reader could not find. */
async function counted(client: Client, alias: string, reader: Reader, names: ReturnType<typeof namesLike>) {
  if (names.length === 0) return []
  const filters = Object.fromEntries(
    names.map(({ kind, name }, index) => [String(index), { term: { [kind === 'person' ? 'people' : 'places']: name } }]),
  )
  const answer = await client.search({
    index: alias,
    size: 0,
    query: { bool: { filter: sightOf(reader) } },
    aggs: { names: { filters: { filters } } },
  })
  const { buckets: by } = z.object({ buckets: z.record(z.string(), z.object({ doc_count: z.int() })) }).parse(answer.aggregations?.names)
  return names.map((one, index) => ({ ...one, count: by[index]?.doc_count ?? 0 })).sort((a, b) => b.count - a.count)
}

/** Others that share at least two of the words that mark this one. more_like_this would always fill its places. */
async function similarTo(client: Client, { tokens, alias }: ElasticNeeds, id: string, reader: Reader, limit: number): Promise<Found[]> {
  const own = await client.search({ index: alias, size: 1, query: { bool: { filter: [...sightOf(reader), { term: { id } }] } } })
  const [it] = foundIn(own.hits.hits)
  const marks = it ? tokens.marks(`${it.headline} ${it.headline} ${it.plain}`, 12) : []
  if (marks.length < 2) return []
  const should = marks.map((query) => ({ multi_match: { query, fields: ['title_words', 'body_words'] } }))
  const filter = [...sightOf(reader), { term: { kind: 'story' } }]
  const answer = await client.search({
    index: alias,
    size: limit,
    query: { bool: { should, minimum_should_match: 2, filter, must_not: [{ term: { id } }] } },
  })
  return foundIn(answer.hits.hits)
}
