import { partRecall, recallView } from '@kitchen/api'
import type { Database } from '@kitchen/database'
import { type Region, type StoryId, storyId } from '@kitchen/model'
import { body, callerOf, demand, type Hints } from '@kitchen/runtime'
import { type Request, Router } from 'express'
import { refuse } from '../refusals.ts'
import { recallOf } from './board.ts'
import { recallPart, takeTask } from './part.ts'

type Needs = {
  readonly database: Database
  readonly region: Region
  readonly hints: Hints
  readonly clock: () => Date
  readonly wake: () => void
}

/** GET /api/recalls/:story, POST /api/recalls/:story/part, POST /api/recalls/targets/:delivery/take, by `@kitchen/api`. */
export function recallRoutes({ database, region, hints, clock, wake }: Needs): Router {
  const router = Router()
  const answer = async (request: Request, story: StoryId) => recallView.parse(await recallOf(database, region, callerOf(request), story))
  const tell = (story: StoryId) => hints.send({ about: 'deliveries', id: story }, { centres: region.centres.map(({ id }) => id) })
  router.get('/api/recalls/:story', async (request, response) => {
    demand(callerOf(request), 'story.read')
    response.json(await answer(request, storyOf(request)))
  })
  router.post('/api/recalls/:story/part', async (request, response) => {
    const story = storyOf(request)
    await recallPart(database, region, callerOf(request), story, body(request, partRecall), clock())
    wake()
    tell(story)
    response.json(await answer(request, story))
  })
  router.post('/api/recalls/targets/:delivery/take', async (request, response) => {
    const story = await takeTask(database, callerOf(request), String(request.params.delivery))
    tell(story)
    response.json(await answer(request, story))
  })
  return router
}

function storyOf(request: Request): StoryId {
  const story = storyId.safeParse(request.params.story)
  if (!story.success) throw refuse('distribution/no-delivery')
  return story.data
}
