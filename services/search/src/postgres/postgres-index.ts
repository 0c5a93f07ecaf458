import { type Database, systemTransaction, type Tx, transaction } from '@kitchen/database'
import { type Answer, countsBy, type FacetName, type Found, type Reader, type SearchIndex, type Suggestion } from '../document.ts'
import type { Facts } from '../facts.ts'
import { namesLike } from '../names.ts'
import type { Tokens } from '../tokens.ts'
import { cutAgain } from './cut-again.ts'
import { quoted, statementOf, textQueries } from './query.ts'
import { lockRow, writeRow } from './rows.ts'

type Needs = { readonly database: Database; readonly tokens: Tokens; readonly facts: Facts }
type FoundRow = Omit<Found, 'at'> & { at: string }

/** The adapter over search.document: it needs no other engine, is filled in the transaction of the events, and answers where Elasticsearch is down. */
export function postgresIndex({ database, tokens, facts }: Needs): SearchIndex {
  const read = <T>(reader: Reader, work: (tx: Tx) => Promise<T>) => transaction(database, { ...reader, keys: [] }, work)
  const inTransaction = (id: string, work: (tx: Tx) => Promise<unknown>) => systemTransaction(database, [id], work).then(() => {})
  return {
    adapter: 'postgresql',
    index: (document, version) => inTransaction(document.id, (tx) => writeRow(tx, tokens, { ...document, recalled: false, version })),
    remove: (id, version) => inTransaction(id, (tx) => removeRow(tx, tokens, id, version)),
    search: async (question, reader, { limit, from }) => {
      const text = textQueries(tokens, question.text)
      const { text: statement, filters } = statementOf(question, text)
      const values = [limit, from, ...(text ? [text.words, text.signs] : []), ...filters]
      const { rows } = await read(reader, (tx) => tx.query<{ total: number; counts: CountRow[]; found: FoundRow[] }>(statement, values))
      return answerOf(rows[0]!)
    },
    suggest: (text, reader) => read(reader, (tx) => counted(tx, namesLike(facts, text))),
    similar: (id, reader, limit) => read(reader, (tx) => similarTo(tx, tokens, id, limit)),
    rebuild: async (progress) => {
      await database.system.query(`update search.document set word_list = ''`)
      return cutAgain(database, tokens, facts, progress)
    },
    health: () => healthOf(database, tokens),
  }
}

/** A tombstone, not a deletion: whatever comes late stays out. */
async function removeRow(tx: Tx, tokens: Tokens, id: string, version: number): Promise<void> {
  const row = await lockRow(tx, id)
  const none = { id, kind: 'story', story: null, centre: '', seenBy: [], headline: '', plain: '', at: null } as const
  await writeRow(tx, tokens, { ...none, channels: [], subjects: [], people: [], places: [], ...row, recalled: true, version })
}

type CountRow = { facet: FacetName; value: string; count: number }

function answerOf({ total, counts, found }: { total: number; counts: CountRow[]; found: FoundRow[] }): Answer {
  const of = (name: FacetName) => new Map(counts.filter(({ facet }) => facet === name).map(({ value, count }) => [value, count]))
  return { total, counts: countsBy(of), found: found.map((one) => ({ ...one, at: new Date(one.at) })) }
}

/** Only names that the reader would find something by, the most frequent first. */
async function counted(tx: Tx, names: readonly Omit<Suggestion, 'count'>[]): Promise<readonly Suggestion[]> {
  if (names.length === 0) return []
  const { rows } = await tx.query<Suggestion>({
    name: 'suggest',
    text: SUGGEST,
    values: [names.map(({ kind }) => kind), names.map(({ name }) => name)],
  })
  return rows
}
const SUGGEST = `select kind, name, (select count(*)::int from search.document where not recalled and at is not null
    and case when n.kind = 'person' then people @> array[n.name] else places @> array[n.name] end) as count
  from unnest($1::text[], $2::text[]) with ordinality n (kind, name, rank) order by count desc, rank`

/** Others that share at least two of the words that mark this one. */
async function similarTo(tx: Tx, tokens: Tokens, id: string, limit: number): Promise<readonly Found[]> {
  const { rows: own } = await tx.query<{ text: string }>(
    `select headline || ' ' || headline || ' ' || plain as text from search.document where id = $1 and not recalled`,
    [id],
  )
  const marks = tokens.marks(own[0]?.text ?? '', 12).map(quoted)
  if (marks.length < 2) return []
  return (await tx.query<Found>({ name: 'similar', text: SIMILAR, values: [id, marks.join(' | '), limit, marks] })).rows
}
const SIMILAR = `select id, kind, story, centre, headline, plain, channels, at from search.document, to_tsquery('simple', $2) q
  where words @@ q and id <> $1 and kind = 'story' and not recalled and at is not null
    and (select count(*) from unnest($4::text[]) m where words @@ m::tsquery) >= 2
  order by (select count(*) from unnest($4::text[]) m where words @@ m::tsquery) desc, ts_rank(words, q) desc, at desc limit $3`

async function healthOf(database: Database, { wordList }: Tokens) {
  const { rows } = await database.system.query<{ documents: number; old: number }>(
    `select count(*) filter (where not recalled and at is not null)::int as documents, count(*) filter (where word_list <> $1)::int as old
    from search.document`,
    [wordList],
  )
  const { documents, old } = rows[0]!
  const trouble =
    old > 0
      ? {
          kind: 'words' as const,
          zh: `${old} 条按旧词表切分，正在重切。`,
          en: `${old} were cut by an older word list and are being cut again.`,
        }
      : null
  return { reachable: true, version: 'postgresql', documents, wordList, trouble }
}
