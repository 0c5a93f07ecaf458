import { compareQuery } from '@kitchen/api'
import { type Tx, transaction } from '@kitchen/database'
import { storyId } from '@kitchen/model'
import { callerOf, demand, parsed } from '@kitchen/runtime'
import { type Request, Router } from 'express'
import type { Desk } from './commands.ts'
import { refuse } from './refusals.ts'
import { comparedTexts, versionsOf } from './views/versions.ts'

/** Sealed versions of a story, and any two texts of it side by side (花脸稿). */
export function versionRoutes(desk: Desk): Router {
  const router = Router()
  const reader = (request: Request) => {
    const caller = callerOf(request)
    demand(caller, 'story.read')
    return caller
  }
  const look = <T>(request: Request, see: (tx: Tx) => Promise<T>) => transaction(desk.database, { ...reader(request), keys: [] }, see)

  router.get('/api/stories/:id/versions', async (request, response) => {
    const { person } = reader(request)
    response.json({ versions: await look(request, (tx) => versionsOf(tx, idOf(request), person, desk.region)) })
  })
  router.get('/api/stories/:id/compare', async (request, response) => {
    const { from, to } = parsed(compareQuery, request.query)
    response.json(await look(request, (tx) => comparedTexts(tx, idOf(request), from, to)))
  })
  return router
}

function idOf(request: Request) {
  const id = storyId.safeParse(request.params.id)
  if (!id.success) throw refuse('editing/no-story')
  return id.data
}
