import { setTimeout as delay } from 'node:timers/promises'
import type { Database } from '@kitchen/database'
import type { Logger, Part } from '@kitchen/runtime'

/** First half of the key of every worker's advisory lock; generation.alive() asks for it. */
const workerLock = 27_495

/**
 * A number for this process and a lock on it, held by a connection of its own: it is gone the moment the process is, and nothing has to be cleaned up.
 * A connection that breaks is made again; meanwhile others may take over what this process is making, which does no harm: the first to write wins.
 */
export async function showLife(database: Database, logger: Logger): Promise<Part<number>> {
  const number = crypto.getRandomValues(new Uint32Array(1))[0]! >>> 1
  let stopped = false
  let holder = await hold(database, number)
  const watch = async () => {
    for (;;) {
      await holder.broken
      if (stopped) return
      logger.warn({ part: 'generation' }, 'the sign of life of the product workers was lost; making it again')
      holder = await again(() => hold(database, number))
    }
  }
  void watch()
  const stop = async () => {
    stopped = true
    await holder.end()
  }
  return { value: number, stop }
}

type Holder = { readonly broken: Promise<void>; readonly end: () => Promise<void> }

async function hold(database: Database, number: number): Promise<Holder> {
  const client = database.connect()
  const broken = new Promise<void>((resolve) => {
    client.once('end', resolve)
    client.on('error', () => resolve())
  })
  await client.connect()
  await client.query('select pg_advisory_lock($1, $2)', [workerLock, number])
  return { broken, end: () => client.end().catch(() => {}) }
}

async function again<T>(attempt: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await attempt()
    } catch {
      await delay(1_000, undefined, { ref: false })
    }
  }
}
