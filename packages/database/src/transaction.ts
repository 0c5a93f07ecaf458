import type { CentreId, PersonId } from '@kitchen/model'
import type pg from 'pg'
import { takeTouched } from './append.ts'
import type { Database, Tx } from './database.ts'

/** Who acts, and the root ids (stories, assets) whose rows are read to be changed. No keys: a read. */
export type Scope = { readonly centre: CentreId; readonly person: PersonId; readonly keys: readonly string[] }

/**
 * One transaction of role app: it sees the rows of its centre. Its keys are locked before the first statement of `work` reads
 * anything, so two transactions over one key run one after the other. Wakes the relay after a commit that appended events.
 */
export function transaction<T>(database: Database, scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> {
  const opening = { name: 'open', text: OPEN, values: [scope.centre, scope.person, scope.keys] }
  return committed(database, database.app, (tx) => besides(tx.query(opening), () => work(tx)))
}

/** One transaction of role system, its keys locked like those of `transaction`: it sees the rows of all centres. */
export function systemTransaction<T>(database: Database, keys: readonly string[], work: (tx: Tx) => Promise<T>): Promise<T> {
  const opening = { name: 'open', text: OPEN, values: ['', '', keys] }
  return committed(database, database.system, (tx) => besides(tx.query(opening), () => work(tx)))
}
// The lock is part of a statement before the work: every later statement sees what the lock's last holder committed. Locks are taken
// in the order of their hash: transactions over the same keys wait for each other and cannot deadlock.
const OPEN = `select set_config('app.centre', $1, true), set_config('app.person', $2, true), (select count(pg_advisory_xact_lock(hash))
  from (select distinct hashtextextended(key, 0) as hash from unnest($3::text[]) key order by hash) ordered)`

async function committed<T>(database: Database, pool: pg.Pool, work: (tx: Tx) => Promise<T>): Promise<T> {
  let appended = false
  const result = await inTransaction(pool, async (tx) => {
    takeTouched(tx) // of a transaction that was rolled back
    const value = await work(tx)
    appended = takeTouched(tx)
    return value
  })
  if (appended) database.hint()
  return result
}

/**
 * Begin, work, commit on one connection of a pipelined pool. Begin is on the wire before the first statement of `work`; when `work`
 * fails it has ended before the rollback is sent, as a statement after the rollback would commit by itself.
 */
export async function inTransaction<T>(pool: pg.Pool, work: (tx: Tx) => Promise<T>): Promise<T> {
  const tx = await pool.connect()
  let broken: Error | undefined
  try {
    const begun = tx.query('begin') // not as an argument beside work(tx): that one would be sent first
    const result = await besides(begun, () => work(tx))
    const { command } = await tx.query('commit')
    if (command !== 'COMMIT') throw new Error('PostgreSQL rolled back: a statement had failed, and its error was swallowed')
    return result
  } catch (error) {
    await tx.query('rollback').catch((trouble: Error) => {
      broken = trouble
    })
    throw error
  } finally {
    tx.release(broken)
  }
}

/** The work's result, once a statement that was sent before it has also succeeded. */
async function besides<T>(sent: Promise<unknown>, work: () => Promise<T>): Promise<T> {
  const working = (async () => work())() // so that a throw before its first await is a rejection too
  await settled<unknown>([sent, working])
  return working
}

/** Waits for all to end, then throws the cause of a failure, not "current transaction is aborted" (25P02), which is its echo. */
export async function settled<T>(all: readonly Promise<T>[]): Promise<T[]> {
  const outcomes = await Promise.allSettled(all)
  const errors = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []))
  if (errors.length > 0) throw errors.find((error) => !isEcho(error)) ?? errors[0]
  return Promise.all(all)
}

const isEcho = (error: unknown) => error instanceof Error && 'code' in error && error.code === '25P02'
