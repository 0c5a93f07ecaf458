import { grantStandIn as wanted } from '@kitchen/api'
import { type Tx, transaction } from '@kitchen/database'
import { body, callerOf, demand } from '@kitchen/runtime'
import { type Request, Router } from 'express'
import type { Desk } from './commands.ts'
import { allStandIns, endStandIn, grantStandIn, type StandIn, standInView } from './stand-in.ts'

/** 代审 over HTTP: who stands in for whom at the caller's centre. */
export function standInRoutes({ database, region, clock }: Desk): Router {
  const router = Router()
  const inside = <Answer>(request: Request, work: (tx: Tx) => Promise<Answer>): Promise<Answer> =>
    transaction(database, { ...callerOf(request), keys: [] }, work)
  const shown = (one: StandIn) => standInView(region, one)

  router.get('/api/stand-ins', async (request, response) => {
    demand(callerOf(request), 'story.read')
    response.json({ standIns: (await inside(request, allStandIns)).map(shown) })
  })
  router.post('/api/stand-ins', async (request, response) => {
    const asked = body(request, wanted)
    response.status(201).json(shown(await inside(request, (tx) => grantStandIn(tx, region, callerOf(request), asked, clock()))))
  })
  router.post('/api/stand-ins/:id/end', async (request, response) => {
    response.json(shown(await inside(request, (tx) => endStandIn(tx, callerOf(request), String(request.params.id), clock()))))
  })
  return router
}
