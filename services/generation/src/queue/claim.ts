import { type Database, systemTransaction } from '@kitchen/database'
import type { ProductRow } from './product-row.ts'

/** First half of the key of every worker's advisory lock; generation.alive() asks for it. */
export const workerLock = 27_495

/** Times that a product is claimed before it is given up: it may be what ends the process. */
export const mostTries = 5

/**
 * Takes all products of one version and rank that can be made now: the highest rank of the oldest version first. What a worker that is gone had
 * claimed counts as free. Empty when there is nothing to do.
 */
export function claim(database: Database, worker: number, now: Date): Promise<ProductRow[]> {
  return systemTransaction(database, [], async (tx) => {
    const {
      rows: [first],
    } = await tx.query<{ story: string; version: number; rank: number }>(pick, [now])
    if (!first) return []
    const { rows } = await tx.query<ProductRow>(take, [first.story, first.version, first.rank, worker, now])
    return rows
  })
}
const free = `(state = 'waiting' or (state = 'making' and not generation.alive(claimed_by))) and (retry_at is null or retry_at <= $1) and generation.settled(needs)`
const pick = `select story, version, rank from generation.product where ${free} order by rank, since, story limit 1 for update skip locked`
const take = `update generation.product set state = 'making', claimed_by = $4, tries = tries + 1
  where (story, version, outlet) in (select story, version, outlet from generation.product
    where story = $1 and version = $2 and rank = $3 and ${free.replaceAll('$1', '$5')} for update skip locked)
  returning *`
