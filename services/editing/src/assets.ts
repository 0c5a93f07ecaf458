import type { Failure } from '@kitchen/api'
import type { Tx } from '@kitchen/database'
import { assetsOf, parseDocument } from '@kitchen/document'
import type { Body } from '@kitchen/events'
import type { AssetId, CentreId, Sha256, StoryId } from '@kitchen/model'
import type { KnownAsset } from './seal.ts'

/** What the caller's centre knows of the assets that a document names. */
export async function knownAssets(tx: Tx, document: unknown): Promise<Map<string, KnownAsset>> {
  type Row = { asset: AssetId; name: string; kind: 'photo' | 'video' | 'audio'; sha256: Sha256 | null; failure: Failure }
  const ids = assetsOf(parseDocument(document))
  if (ids.length === 0) return new Map()
  const { rows } = await tx.query<Row>('select asset, name, kind, sha256, failure from editing.asset where asset = any($1)', [ids])
  return new Map(
    rows.map(({ asset, name, kind, sha256, failure }) => [asset, sha256 === null ? { name, failure } : { name, kind, sha256 }]),
  )
}

/** An upload that arrived: from now on its centre may show it. */
export async function noteReceived(tx: Tx, { asset, centre, name, kind, sha256 }: Body<'asset.received'>): Promise<void> {
  await tx.query(NOTE, [asset, centre, name, kind, sha256, null])
}

/** An upload that was refused: a seal that names it says why. */
export async function noteRefused(tx: Tx, { asset, centre, name, failure }: Body<'asset.refused'>): Promise<void> {
  await tx.query(NOTE, [asset, centre, name, null, null, JSON.stringify(failure)])
}
const NOTE = `insert into editing.asset (asset, centre, name, kind, sha256, failure) values ($1, $2, $3, $4, $5, $6)
  on conflict (asset, centre) do update set name = excluded.name, kind = excluded.kind, sha256 = excluded.sha256, failure = excluded.failure`

/** A copy may show what the version showed that it was taken from. For role system. */
export async function lendAssets(tx: Tx, from: { story: StoryId; version: number }, to: CentreId): Promise<void> {
  await tx.query(LEND, [from.story, from.version, to])
}
const LEND = `insert into editing.asset (asset, centre, name, kind, sha256)
  select (one->>'asset')::uuid, $3, one->>'name', one->>'kind', one->>'sha256' from editing.version v, jsonb_array_elements(v.assets) one where v.story = $1 and v.version = $2
  on conflict do nothing`
