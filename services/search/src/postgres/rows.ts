import type { Tx } from '@kitchen/database'
import type { Document } from '../document.ts'
import type { Tokens } from '../tokens.ts'

/** A row of the index: a document, whether it was recalled, and whether it may be found yet (an offer can come before its story). */
export type Row = Omit<Document, 'at'> & { readonly at: Date | null; readonly recalled: boolean; readonly version: number }

/** The row of an id, locked until the transaction ends. */
export async function lockRow(tx: Tx, id: string): Promise<Row | undefined> {
  const { rows } = await tx.query<Row>({ name: 'lock document', text: `${SELECT} where id = $1 for update`, values: [id] })
  return rows[0]
}

export async function readRows(tx: Pick<Tx, 'query'>, ids: readonly string[]): Promise<readonly Row[]> {
  return (await tx.query<Row>({ name: 'documents', text: `${SELECT} where id = any($1)`, values: [ids] })).rows
}

/** Rows in the order of their ids, to walk through all of them. */
export async function rowsAfter(tx: Pick<Tx, 'query'>, after: string, limit: number): Promise<readonly Row[]> {
  return (await tx.query<Row>({ name: 'documents after', text: `${SELECT} where id > $1 order by id limit $2`, values: [after, limit] }))
    .rows
}
const SELECT = `select id, kind, story, centre, seen_by as "seenBy", headline, plain, channels, subjects, people, places, at, recalled, version
  from search.document`

/** Writes a row unless a higher version is there already, and lays it out for Elasticsearch. True when it was written. */
export async function writeRow(tx: Tx, tokens: Tokens, row: Row): Promise<boolean> {
  const cut = row.recalled ? ['', '', '', ''] : cutOf(tokens, row)
  const { rowCount } = await tx.query({ name: 'write document', text: WRITE, values: [...valuesOf(row), tokens.wordList, ...cut] })
  return rowCount === 1
}

const cutOf = (tokens: Tokens, { headline, plain }: Row) => [
  tokens.words(headline).join(' '),
  tokens.words(plain).join(' '),
  tokens.signs(headline).join(' '),
  tokens.signs(plain).join(' '),
]

const valuesOf = (row: Row) => [
  row.id,
  row.kind,
  row.story,
  row.centre,
  row.seenBy,
  row.headline,
  row.recalled ? '' : row.plain,
  row.channels,
  row.subjects,
  row.people,
  row.places,
  row.at,
  row.recalled,
  row.version,
]

// Weight A is the headline, D the rest; a lexeme keeps at most 256 places, which no story comes near.
const VECTORS = `setweight(to_tsvector('simple', $16), 'A') || setweight(to_tsvector('simple', $17), 'D'),
  setweight(to_tsvector('simple', $18), 'A') || setweight(to_tsvector('simple', $19), 'D')`
const WRITE = `with written as (
  insert into search.document as d
    (id, kind, story, centre, seen_by, headline, plain, channels, subjects, people, places, at, recalled, version, word_list, words, signs)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, ${VECTORS})
  on conflict (id) do update set kind = excluded.kind, story = excluded.story, centre = excluded.centre, seen_by = excluded.seen_by,
    headline = excluded.headline, plain = excluded.plain, channels = excluded.channels, subjects = excluded.subjects, people = excluded.people,
    places = excluded.places, at = excluded.at, recalled = excluded.recalled, version = excluded.version, word_list = excluded.word_list,
    words = excluded.words, signs = excluded.signs
  where d.version <= excluded.version returning id, version)
insert into search.pending as p (id, version) select id, version from written
on conflict (id) do update set version = excluded.version, refused = null`

/** A version above the last one and above those of any earlier index: microseconds, so that a replay into an empty database goes on rising. */
export const nextVersion = (last: number, now: Date): number => Math.max(last + 1, now.getTime() * 1000)
