import { steerRendering } from '@kitchen/api'
import type { Database } from '@kitchen/database'
import { type AssetId, assetId } from '@kitchen/model'
import { body, callerOf, demand } from '@kitchen/runtime'
import { Router } from 'express'
import { refuse } from './refusals.ts'
import { steer } from './steering.ts'
import { seenBy, viewOf } from './views/renditions.ts'
import type { Workers } from './worker.ts'

const most = 200

/** GET /api/renditions?assets=id,id and POST /api/renditions/:asset. */
export function routesOf(database: Database, workers: Workers): Router {
  const router = Router()
  router.get('/api/renditions', async (request, response) => {
    const caller = callerOf(request)
    demand(caller, 'story.read')
    const seen = await seenBy(database, caller, idsIn(request.query.assets))
    response.json({ assets: await Promise.all(seen.map((one) => viewOf(database, one))) })
  })
  router.post('/api/renditions/:asset', async (request, response) => {
    const caller = callerOf(request)
    demand(caller, 'asset.upload')
    const { do: step } = body(request, steerRendering)
    const [seen] = await seenBy(database, caller, idsIn(request.params.asset))
    if (!seen) throw refuse('transcoding/no-asset')
    await steer(database, workers, { ...seen, centre: caller.centre }, step)
    const [after = seen] = await seenBy(database, caller, [seen.asset])
    response.json(await viewOf(database, after))
  })
  return router
}

/** Ids that are none are passed over: they name nothing. */
function idsIn(value: unknown): AssetId[] {
  const texts = typeof value === 'string' ? value.split(',').slice(0, most) : []
  return texts.flatMap((text) => assetId.safeParse(text).data ?? [])
}
