import { join } from 'node:path'
import type { Migrations } from '@kitchen/database'
import { react } from '@kitchen/event-log'
import { assetId } from '@kitchen/model'
import type { Part, ServiceNeeds, ServiceValue } from '@kitchen/runtime'
import { callerOf, demand } from '@kitchen/runtime'
import { Router } from 'express'
import { assetById, deleteArriving } from './asset.ts'
import { manuscriptRoutes } from './manuscripts.ts'
import { measuresOf } from './measures.ts'
import { reactions } from './reactions.ts'
import { refuse } from './refusals.ts'
import { resumeUploads } from './resume.ts'
import { settling } from './settle.ts'
import { openSpool } from './spool.ts'
import { tusServer } from './tus.ts'
import { uploadRoutes } from './uploads.ts'
import { listAssets } from './views/assets.ts'
import { reportUploads } from './views/report.ts'

export const migrations: Migrations = { schema: 'ingest', folder: new URL('../migrations/', import.meta.url) }

const day = 86_400_000

/** Takes files in: resumable uploads, manuscripts, and the list of a story's assets. What had arrived before the last stop is settled in the background. */
export async function startIngest(needs: ServiceNeeds): Promise<Part<ServiceValue>> {
  const { database, clock, hints } = needs
  const spool = await openSpool(join(needs.folder, 'spool'))
  const { settle, idle } = settling({ ...needs, spool })
  const arrived = (id: string) =>
    void assetById(database, id).then(
      (row) => row && hints.send({ about: 'assets', id: row.story }, { centres: [row.centre] }),
      () => {},
    )
  const tus = tusServer({ database, clock, hints, spool, settle, arrived })
  const resume = () => resumeUploads({ ...needs, spool, settle })
  const resuming = resume()
  const daily = setInterval(() => void resume(), day).unref()
  const reaction = await react({ ...needs, consumer: 'ingest.stories', reactions })
  const routes = Router()
  routes.use(uploadRoutes({ database, hints, spool, settle, tus }), manuscriptRoutes({ database, clock, spool, settle }))
  routes.get('/api/assets', async (request, response) => {
    demand(callerOf(request), 'story.read')
    response.json(await listAssets(database, spool, callerOf(request), request.query))
  })
  const act = async (id: string, action: string) => {
    if (!assetId.safeParse(id).success) throw refuse('ingest/no-such-upload')
    if (action === 'retry') return settle(id)
    if (action !== 'discard') throw refuse('ingest/bad-question', { where: 'do' })
    await deleteArriving(database, id)
    await spool.remove(id)
  }
  const stop = async () => {
    clearInterval(daily)
    await reaction.stop()
    await resuming
    await idle()
  }
  return { value: { routes, report: () => reportUploads(database, spool, clock()), measures: () => measuresOf(database), act }, stop }
}
