import { deliveryList, deliveryView, doneByHand as doneBody } from '@kitchen/api'
import { type Database, transaction } from '@kitchen/database'
import { storyId } from '@kitchen/model'
import { body, callerOf, demand } from '@kitchen/runtime'
import { Router } from 'express'
import { doneByHand, retry } from './by-hand.ts'
import { refuse } from './refusals.ts'
import { deliveriesOf } from './views/deliveries.ts'
import type { Articles } from './wechat/page.ts'

export type RouteNeeds = { readonly database: Database; readonly articles: Articles; readonly clock: () => Date; readonly wake: () => void }

/** GET /api/deliveries?story=, POST /api/deliveries/:id/retry and /done, by `@kitchen/api`. */
export function deliveryRoutes({ database, articles, clock, wake }: RouteNeeds): Router {
  const router = Router()
  router.get('/api/deliveries', async (request, response) => {
    const caller = callerOf(request)
    demand(caller, 'story.read')
    const story = storyId.safeParse(request.query.story)
    if (!story.success) throw refuse('distribution/no-delivery')
    const deliveries = await transaction(database, { centre: caller.centre, person: caller.person, keys: [] }, (tx) =>
      deliveriesOf(tx, story.data),
    )
    response.json(deliveryList.parse({ deliveries }))
  })
  router.post('/api/deliveries/:id/retry', async (request, response) => {
    const view = await retry(database, callerOf(request), request.params.id, clock())
    wake()
    response.json(deliveryView.parse(view))
  })
  router.post('/api/deliveries/:id/done', async (request, response) => {
    const view = await doneByHand(database, callerOf(request), request.params.id, body(request, doneBody), articles, clock())
    wake()
    response.json(deliveryView.parse(view))
  })
  return router
}
