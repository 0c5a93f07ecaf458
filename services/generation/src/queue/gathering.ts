import type { Database } from '@kitchen/database'
import type { Body } from '@kitchen/events'
import type { AssetId, StoryId } from '@kitchen/model'
import type { Asset, Rendition } from '../preparation.ts'

/** The sealed version out of this service's own view; a bug when it is not there. */
export async function sealedVersion(database: Database, story: StoryId, version: number): Promise<Body<'version.sealed'>> {
  const {
    rows: [row],
  } = await database.system.query<{ body: Body<'version.sealed'> }>(
    'select body from generation.version where story = $1 and version = $2',
    [story, version],
  )
  if (!row) throw new Error(`version ${version} of ${story} is not known here`)
  return row.body
}

type Row = {
  asset: AssetId
  aigc: boolean
  recipe: string | null
  files: Rendition['files']
  width: number | null
  height: number | null
  duration_ms: number | null
}

/** What is known of these assets: failed recipes are left out. */
export async function assetsOf(database: Database, ids: readonly AssetId[]): Promise<Map<AssetId, Asset>> {
  if (ids.length === 0) return new Map()
  const { rows } = await database.system.query<Row>(read, [ids])
  const byAsset = Map.groupBy(rows, ({ asset }) => asset)
  return new Map([...byAsset].map(([id, all]) => [id, { id, aigc: all[0]!.aigc, renditions: renditionsIn(all) }]))
}
const read = `select a.asset, a.aigc, r.recipe, r.files, r.width, r.height, r.duration_ms from generation.asset a
  left join generation.rendition r on r.asset = a.asset and r.failure is null where a.asset = any($1::uuid[]) order by r.recipe`

function renditionsIn(rows: readonly Row[]): Map<string, Rendition> {
  const done = rows.flatMap(({ recipe, files, width, height, duration_ms: durationMs }) =>
    recipe && files.length > 0 ? [{ recipe, files, width, height, durationMs }] : [],
  )
  return new Map(done.map((one) => [one.recipe, one]))
}
