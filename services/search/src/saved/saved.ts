import { type Database, transaction } from '@kitchen/database'
import { uuidv7 } from '@kitchen/model'
import type { Question, Reader } from '../document.ts'
import { refuse } from '../refusals.ts'

/** A person's saved search with the number of what is new in it. */
export type Saved = {
  readonly id: string
  readonly name: string
  readonly question: Question
  readonly fresh: number
  readonly newest: Date | null
}
const most = 50

/** The caller's saved searches, the oldest first. Of a hit that a recall took away nothing is counted. */
export async function listSaved(database: Database, reader: Reader): Promise<readonly Saved[]> {
  const { rows } = await transaction(database, { ...reader, keys: [] }, (tx) => tx.query<Saved>(LIST, [reader.person]))
  return rows
}
const LIST = `select s.id, s.name, s.question, count(h.document) filter (where not h.seen)::int as fresh, max(h.at) as newest
  from search.saved s left join search.saved_hit h on h.saved = s.id where s.person = $1 group by s.id order by s.created, s.id`

/** Refuses with `search/too-many-saved` beyond fifty. */
export async function save(database: Database, reader: Reader, name: string, question: Question, at: Date): Promise<string> {
  const id = uuidv7()
  return transaction(database, { ...reader, keys: [`saved ${reader.person}`] }, async (tx) => {
    const { rows } = await tx.query<{ count: number }>('select count(*)::int as count from search.saved where person = $1', [reader.person])
    if ((rows[0]?.count ?? 0) >= most) throw refuse('search/too-many-saved', { most: String(most) })
    await tx.query('insert into search.saved (id, centre, person, name, question, created) values ($1, $2, $3, $4, $5, $6)', [
      id,
      reader.centre,
      reader.person,
      name,
      JSON.stringify(question),
      at,
    ])
    return id
  })
}

/** False when it is not the caller's. */
export async function forget(database: Database, reader: Reader, id: string): Promise<boolean> {
  const { rowCount } = await transaction(database, { ...reader, keys: [] }, (tx) =>
    tx.query('delete from search.saved where id = $1 and person = $2', [id, reader.person]),
  )
  return rowCount === 1
}

/** What it has found counts as seen. */
export async function see(database: Database, reader: Reader, id: string): Promise<boolean> {
  const { rows } = await transaction(database, { ...reader, keys: [] }, (tx) =>
    tx.query<{ id: string }>(
      `with own as (select id from search.saved where id = $1 and person = $2),
       seen as (update search.saved_hit set seen = true where saved in (select id from own) and not seen)
       select id from own`,
      [id, reader.person],
    ),
  )
  return rows.length === 1
}
