import type pg from 'pg'
import type { Tx } from './database.ts'

/**
 * Begin, work, commit on one connection of a pipelined pool. Begin is on the wire before the first statement of `work`. Once the
 * transaction is over, the `tx` that `work` was given refuses every statement: one that a forgotten branch sends after the rollback
 * would else commit by itself.
 */
export async function inTransaction<T>(pool: pg.Pool, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  const { tx, close } = guarded(client)
  let broken: Error | undefined
  try {
    inOnePacket(client)
    const begun = client.query('begin') // not as an argument beside work(tx): that one would be sent first
    const result = await besides(begun, () => work(tx))
    close()
    await commit(client)
    return result
  } catch (error) {
    close()
    broken = await client.query('rollback').then(() => undefined, asError)
    throw error
  } finally {
    client.release(broken)
  }
}

/** What is sent until the end of this turn leaves together: the server is woken once for it, not once per statement. */
function inOnePacket({ connection: { stream } }: pg.PoolClient): void {
  stream.cork()
  process.nextTick(() => stream.uncork())
}

/** The connection as `work` sees it, and how to take it away again. */
function guarded(client: pg.PoolClient): { tx: Tx; close: () => void } {
  let over = false
  const query = (...words: Parameters<pg.PoolClient['query']>) => {
    if (over) throw new Error('This transaction is over: await every statement of its work')
    return client.query(...words)
  }
  const tx = Object.create(client, { query: { value: query } }) as Tx
  const close = () => {
    over = true
  }
  return { tx, close }
}

async function commit(client: pg.PoolClient): Promise<void> {
  const { command } = await client.query('commit')
  if (command !== 'COMMIT') throw new Error('PostgreSQL rolled back: a statement had failed, and its error was swallowed')
}

const asError = (trouble: unknown) => (trouble instanceof Error ? trouble : new Error(String(trouble)))

/** The work's result, once a statement that was sent before it has also succeeded. */
export async function besides<T>(sent: Promise<unknown>, work: () => Promise<T>): Promise<T> {
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
