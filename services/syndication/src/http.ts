import { transaction } from '@kitchen/database'
import { type Action, storyId } from '@kitchen/model'
import { callerOf, demand } from '@kitchen/runtime'
import { type Request, Router } from 'express'
import { adopt, type Desk } from './adopt.ts'
import { refuse } from './refusals.ts'
import { copiesOf, offersTo } from './views.ts'

/** Offers and copies over HTTP; answers as in @kitchen/api. */
export function offerRoutes(desk: Desk): Router {
  const router = Router()
  router.get('/api/offers', async (request, response) => {
    const caller = allowed(request, 'story.read')
    response.json({ offers: await transaction(desk.database, { ...caller, keys: [] }, offersTo) })
  })
  router.post('/api/offers/:story/adopt', async (request, response) => {
    response.json({ copy: await adopt(desk, allowed(request, 'offer.adopt'), idOf(request.params.story)) })
  })
  router.get('/api/copies', async (request, response) => {
    const caller = allowed(request, 'story.read')
    const story = idOf(request.query.story)
    response.json({ copies: await transaction(desk.database, { ...caller, keys: [] }, (tx) => copiesOf(tx, story)) })
  })
  return router
}

function allowed(request: Request, action: Action) {
  const caller = callerOf(request)
  demand(caller, action)
  return caller
}

/** An id that is none was offered to nobody. */
function idOf(value: unknown) {
  const id = storyId.safeParse(value)
  if (!id.success) throw refuse('syndication/no-offer')
  return id.data
}
