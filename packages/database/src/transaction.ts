import type { CentreId, PersonId } from '@kitchen/model'
import type pg from 'pg'
import { takeTouched } from './append.ts'
import type { Database, Tx } from './database.ts'
import { besides, inTransaction } from './in-transaction.ts'

/** Who acts, and the root ids (stories, assets) whose rows are read to be changed. No keys: a read. */
export type Scope = { readonly centre: CentreId; readonly person: PersonId; readonly keys: readonly string[] }

/**
 * One transaction of role app: it sees the rows of its centre. Its keys are locked before the first statement of `work` reads
 * anything, so two transactions over one key run one after the other. Wakes the relay after a commit that appended events.
 */
export function transaction<T>(database: Database, scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> {
  return opened(database, database.app, scope, work)
}

/** One transaction of role system, its keys locked like those of `transaction`: it sees the rows of all centres. */
export function systemTransaction<T>(database: Database, keys: readonly string[], work: (tx: Tx) => Promise<T>): Promise<T> {
  return opened(database, database.system, { centre: '', person: '', keys }, work)
}

type Opening = { readonly centre: string; readonly person: string; readonly keys: readonly string[] }

/** The opening travels with the first statement of the work. */
function opened<T>(database: Database, pool: pg.Pool, opening: Opening, work: (tx: Tx) => Promise<T>): Promise<T> {
  return hintedTransaction(database, pool, (tx) => besides(tx.query(openingOf(opening)), () => work(tx)))
}

function openingOf({ centre, person, keys }: Opening): pg.QueryConfig {
  const [only] = keys
  if (keys.length > 1) return { name: 'open many', text: `${SCOPE}, (${LOCKS})`, values: [centre, person, keys] }
  if (only === undefined) return { name: 'open', text: SCOPE, values: [centre, person] }
  return { name: 'open one', text: `${SCOPE}, pg_advisory_xact_lock(hashtextextended($3, 0))`, values: [centre, person, only] }
}
// The lock is part of a statement before the work: every later statement sees what the lock's last holder committed. Locks are taken
// in the order of their hash: transactions over the same keys wait for each other and cannot deadlock.
const SCOPE = `select set_config('app.centre', $1, true), set_config('app.person', $2, true)`
const LOCKS = `select count(pg_advisory_xact_lock(hash))
  from (select distinct hashtextextended(key, 0) as hash from unnest($3::text[]) key order by hash) ordered`

/** A transaction that wakes the relay when it has committed events. */
export async function hintedTransaction<T>(database: Database, pool: pg.Pool, work: (tx: Tx) => Promise<T>): Promise<T> {
  let appended = false
  const result = await inTransaction(pool, async (tx) => {
    const value = await work(tx)
    appended = takeTouched(tx)
    return value
  })
  if (appended) database.hint()
  return result
}
