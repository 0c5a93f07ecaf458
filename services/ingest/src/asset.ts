import type { AssetView, Failure } from '@kitchen/api'
import type { Database, Tx } from '@kitchen/database'
import { transaction } from '@kitchen/database'
import type { AssetId, CentreId, PersonId, Sha256, StoryId } from '@kitchen/model'

/** Who sends what, as far as it is known when the first byte arrives. */
export type Arrival = {
  readonly id: AssetId
  readonly centre: CentreId
  readonly person: PersonId
  readonly story: StoryId | null
  readonly name: string
  readonly size: number
}

/**
 * One row of ingest.asset.
 *
 *   arriving ─▶ received (bytes in the blob store, `asset.received`)
 *       └─────▶ refused  (bytes gone, `asset.refused`)
 */
export type AssetRow = Arrival & {
  readonly state: AssetView['state']
  readonly kind: AssetView['kind']
  readonly sha256: Sha256 | null
  readonly media_type: string | null
  readonly width: number | null
  readonly height: number | null
  readonly duration_ms: number | null
  readonly aigc: boolean
  readonly failure: Failure | null
  /** Why a file that has arrived could not be judged yet: trouble of this machine, tried again. */
  readonly trouble: Failure | null
  readonly created: Date
  readonly at: Date
}

/** The start of an upload, before its first byte. */
export function insertArrival(database: Database, arrival: Arrival, now: Date): Promise<void> {
  const { id, centre, person, story, name, size } = arrival
  return transaction(database, { centre, person, keys: [id] }, async (tx) => {
    await tx.query(
      'insert into ingest.asset (id, centre, person, story, name, size, created, at) values ($1, $2, $3, $4, $5, $6, $7, $7)',
      [id, centre, person, story, name, size, now],
    )
  })
}

/** An upload of exactly this person; undefined for anybody else's, or none. */
export async function ownAsset(
  database: Database,
  { centre, person }: { centre: CentreId; person: PersonId },
  id: string,
): Promise<AssetRow | undefined> {
  const { rows } = await transaction(database, { centre, person, keys: [] }, (tx) =>
    tx.query<AssetRow>('select * from ingest.asset where id = $1 and person = $2', [id, person]),
  )
  return rows[0]
}

/** The row for jobs, whoever's it is. */
export async function assetById(database: Database, id: string): Promise<AssetRow | undefined> {
  const { rows } = await database.system.query<AssetRow>('select * from ingest.asset where id = $1', [id])
  return rows[0]
}

export type Verdict = {
  readonly kind: 'photo' | 'video' | 'audio'
  readonly sha256: Sha256
  readonly mediaType: string
  readonly width: number | null
  readonly height: number | null
  readonly durationMs: number | null
  readonly aigc: boolean
}

/** True when this call decided it; false when it had been decided before. */
export async function markReceived(tx: Tx, id: AssetId, verdict: Verdict, now: Date): Promise<boolean> {
  const { kind, sha256, mediaType, width, height, durationMs, aigc } = verdict
  const { rowCount } = await tx.query(RECEIVED, [id, kind, sha256, mediaType, width, height, durationMs, aigc, now])
  return rowCount === 1
}
const RECEIVED = `update ingest.asset set state = 'received', kind = $2, sha256 = $3, media_type = $4, width = $5, height = $6, duration_ms = $7, aigc = $8,
  trouble = null, at = $9 where id = $1 and state = 'arriving'`

export async function markRefused(tx: Tx, id: AssetId, failure: Failure, now: Date): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update ingest.asset set state = 'refused', failure = $2, trouble = null, at = $3 where id = $1 and state = 'arriving'`,
    [id, JSON.stringify(failure), now],
  )
  return rowCount === 1
}

export async function markTrouble(database: Database, id: AssetId, trouble: Failure): Promise<void> {
  await database.system.query(`update ingest.asset set trouble = $2 where id = $1 and state = 'arriving'`, [id, JSON.stringify(trouble)])
}

/** Forgets an upload that has not come to its end. */
export async function deleteArriving(database: Database, id: string): Promise<void> {
  await database.system.query(`delete from ingest.asset where id = $1 and state = 'arriving'`, [id])
}
