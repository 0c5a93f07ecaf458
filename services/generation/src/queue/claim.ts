import { type Database, systemTransaction } from '@kitchen/database'
import type { ProductRow } from './product-row.ts'

/** Times that a product is claimed before it is given up: it may be what ends the process. High, for a whole batch is claimed at once. */
export const mostClaims = 30

/**
 * Takes all products of one version and rank that can be made now: rank 0 of the oldest version first. What a worker that is gone had claimed
 * counts as free. Television and print wait while the same version's previews are being made. Empty when there is nothing to do.
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
const pick = `select story, version, rank from generation.product p where ${free}
  and (rank = 0 or not exists (select from generation.product f where f.story = p.story and f.version = p.version and f.rank = 0 and f.state = 'making' and generation.alive(f.claimed_by)))
  order by rank, since, story limit 1 for update skip locked`
const take = `update generation.product set state = 'making', claimed_by = $4, claims = claims + 1
  where (story, version, outlet) in (select story, version, outlet from generation.product
    where story = $1 and version = $2 and rank = $3 and ${free.replaceAll('$1', '$5')} for update skip locked)
  returning *`

/** Gives back what this worker had claimed and could not write. */
export async function letGo(database: Database, worker: number, rows: readonly ProductRow[]): Promise<void> {
  const [first] = rows
  if (first) await database.system.query(release, [first.story, first.version, first.rank, worker])
}
const release = `update generation.product set state = 'waiting', claimed_by = null, claims = greatest(claims - 1, 0) where story = $1 and version = $2 and rank = $3 and claimed_by = $4 and state = 'making'`
