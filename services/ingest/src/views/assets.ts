import type { AssetView, assetList } from '@kitchen/api'
import { type Database, transaction } from '@kitchen/database'
import { assetId, type Caller, storyId } from '@kitchen/model'
import { z } from 'zod'
import type { AssetRow } from '../asset.ts'
import { refuse } from '../refusals.ts'
import type { Spool } from '../spool.ts'

const question = z.object({
  story: storyId.optional(),
  ids: z
    .string()
    .max(8_000)
    .transform((ids) => ids.split(',').filter((id) => id !== ''))
    .pipe(z.array(assetId).max(200))
    .optional(),
})

/** GET /api/assets?story=&ids=: assets of the caller's centre, by story, by ids, or the caller's own newest; oldest first. */
export async function listAssets(database: Database, spool: Spool, caller: Caller, query: unknown): Promise<z.infer<typeof assetList>> {
  const asked = question.safeParse(query)
  if (!asked.success) throw refuse('ingest/bad-question', { where: asked.error.issues[0]?.path.join('.') ?? 'query' })
  const { story = null, ids = null } = asked.data
  const { rows } = await transaction(database, { centre: caller.centre, person: caller.person, keys: [] }, (tx) =>
    tx.query<AssetRow>(LIST, [story, ids, caller.person]),
  )
  return { assets: await Promise.all(rows.map((row) => viewOf(spool, row))) }
}
const LIST = `select * from (select * from ingest.asset
  where ($1::uuid is null or story = $1) and ($2::uuid[] is null or id = any($2)) and ($1::uuid is not null or $2::uuid[] is not null or person = $3)
  order by id desc limit 300) newest order by id`

async function viewOf(spool: Spool, row: AssetRow): Promise<AssetView> {
  const received = row.state === 'arriving' ? ((await spool.sizeOf(row.id))?.bytes ?? 0) : row.size
  const { id, story, name, state, kind, sha256, width, height, aigc } = row
  const failure = row.failure ?? row.trouble
  return {
    id,
    story,
    name,
    state,
    bytes: row.size,
    received,
    kind,
    sha256,
    mediaType: row.media_type,
    width,
    height,
    durationMs: row.duration_ms,
    aigc,
    failure,
    at: row.at.toISOString(),
  }
}
