import { callerOf, demand, type ServiceNeeds } from '@kitchen/runtime'
import type { Server } from '@tus/server'
import { type Request, type Response, Router } from 'express'
import { type AssetRow, deleteArriving, ownAsset } from './asset.ts'
import { refuse } from './refusals.ts'
import type { Settle } from './settle.ts'
import type { Spool } from './spool.ts'
import { uploadLimit } from './tus.ts'

type Needs = Pick<ServiceNeeds, 'database' | 'hints'> & { readonly spool: Spool; readonly settle: Settle; readonly tus: Server }

/**
 * /api/uploads: who may, whose it is, and what tus does not know: an upload that has ended. Somebody else's upload answers 404 like none at all. A client that
 * comes back after a lost last answer hears that everything is there, after it really is.
 */
export function uploadRoutes(needs: Needs): Router {
  const router = Router()
  router.options('/api/uploads{/:id}', (request, response) => needs.tus.handle(request, response))
  router.post('/api/uploads', async (request, response) => {
    demand(callerOf(request), 'asset.upload')
    if (request.get('upload-concat') !== undefined) throw refuse('ingest/concatenation')
    await bounded(request, () => needs.tus.handle(request, response))
  })
  router.head('/api/uploads/:id', async (request, response) => {
    const asset = await settled(needs, request, await own(needs, request))
    if (asset.state === 'arriving') return needs.tus.handle(request, response)
    ended(response, asset).status(200).end()
  })
  router.patch('/api/uploads/:id', async (request, response) => {
    const asset = await settled(needs, request, await own(needs, request))
    if (asset.state === 'arriving') return bounded(request, () => needs.tus.handle(request, response))
    if (request.get('upload-offset') !== String(asset.size)) throw refuse('ingest/finished')
    ended(response, asset).status(204).end()
  })
  router.delete('/api/uploads/:id', async (request, response) => {
    const asset = await own(needs, request)
    if (asset.state !== 'arriving') throw refuse('ingest/finished')
    await needs.tus.handle(request, response)
    await deleteArriving(needs.database, asset.id)
    needs.hints.send({ about: 'assets', id: asset.story }, { centres: [asset.centre] })
  })
  return router
}

async function own({ database }: Needs, request: Request<{ id: string }>): Promise<AssetRow> {
  const caller = callerOf(request)
  demand(caller, 'asset.upload')
  const asset = /^[0-9a-f-]{36}$/.test(request.params.id) ? await ownAsset(database, caller, request.params.id) : undefined
  if (asset === undefined) throw refuse('ingest/no-such-upload')
  return asset
}

/** All bytes are there but nobody has heard so: settle before answering. */
async function settled(needs: Needs, request: Request<{ id: string }>, asset: AssetRow): Promise<AssetRow> {
  if (asset.state !== 'arriving' || (await needs.spool.sizeOf(asset.id))?.bytes !== asset.size) return asset
  await needs.settle(asset.id)
  return own(needs, request)
}

function ended(response: Response, { size }: AssetRow): Response {
  return response.set({
    'Tus-Resumable': '1.0.0',
    'Upload-Offset': String(size),
    'Upload-Length': String(size),
    'Cache-Control': 'no-store',
  })
}

/** A body that announces more than any upload may hold is not read at all. */
async function bounded(request: Request, work: () => Promise<void>): Promise<void> {
  if (Number(request.get('content-length') ?? 0) > uploadLimit) throw refuse('ingest/too-large', { limit: uploadLimit / 1e9 })
  await work()
}
