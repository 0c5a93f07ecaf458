import type { Database } from '@kitchen/database'
import type { CentreId, Sha256 } from '@kitchen/model'
import type { Workers } from './worker.ts'

export type Step = 'pause' | 'resume' | 'retry'
type Place = { readonly asset: string; readonly centre: CentreId; readonly sha256: Sha256 }

/**
 * Pause holds the work on an asset, unless another centre waits for the same bytes; resume lets it go on; retry takes up what failed. Each is
 * harmless when there is nothing to do.
 */
export async function steer(database: Database, workers: Workers, { asset, centre, sha256 }: Place, step: Step): Promise<void> {
  switch (step) {
    case 'pause':
    case 'resume':
      await database.system.query('update transcoding.reference set paused = $3 where asset = $1 and centre = $2', [
        asset,
        centre,
        step === 'pause',
      ])
      await interruptUnwanted(database, workers, sha256)
      break
    case 'retry':
      await database.system.query(RETRY, [sha256])
      break
    default:
      step satisfies never
  }
  workers.wake()
}
// One statement: the jobs are judged by what stood there before the failures are forgotten.
const RETRY = `with forgotten as (delete from transcoding.rendition where sha256 = $1 and failure is not null returning recipe)
  update transcoding.job set state = 'waiting', attempts = 0, percent = 0, failure = null, not_before = now(), changed_at = now()
  where sha256 = $1 and (state = 'failed' or not_before > now() or (state = 'done' and exists (select from forgotten)))`

async function interruptUnwanted(database: Database, workers: Workers, sha256: Sha256): Promise<void> {
  const { rows } = await database.system.query('select from transcoding.reference where sha256 = $1 and not paused limit 1', [sha256])
  if (rows.length === 0) workers.interrupt(sha256)
}
