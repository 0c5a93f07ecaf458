import { atRevision, correct, createStory, recall, release, returnStory, saveDraft, sign, storyState, supplement } from '@kitchen/api'
import { type Tx, transaction } from '@kitchen/database'
import { type Action, storyId } from '@kitchen/model'
import { body, callerOf, demand } from '@kitchen/runtime'
import { type Request, Router } from 'express'
import { z } from 'zod'
import { begin, carryOut, type Desk, houseAt, look } from './commands.ts'
import type { Command } from './decide.ts'
import { refuse } from './refusals.ts'
import { textOf } from './text.ts'
import { storyList } from './views/list.ts'

/** Stories over HTTP; bodies and answers as in @kitchen/api. Every POST takes an Idempotency-Key. */
export function storyRoutes(desk: Desk): Router {
  const router = Router()
  const answer = (request: Request, command: Command) =>
    carryOut(desk, { caller: callerOf(request), story: idOf(request), command, key: keyOf(request) })

  router.post('/api/stories', async (request, response) => {
    const caller = allowed(request, 'story.write')
    const { document, mustCarry = false } = body(request, createStory)
    response.status(201).json(await begin(desk, caller, { text: textOf(document), mustCarry, key: keyOf(request) }))
  })
  router.get('/api/stories', async (request, response) => {
    const caller = allowed(request, 'story.read')
    const { state, mine } = wanted.parse(request.query)
    const narrow = { state: state ?? null, author: mine ? caller.person : null }
    const at = desk.clock().toISOString()
    const list = async (tx: Tx) => storyList(tx, narrow, { caller, ...(await houseAt(tx, desk, at)) })
    response.json({ stories: await transaction(desk.database, { ...caller, keys: [] }, list) })
  })
  router.get('/api/stories/:id', async (request, response) => {
    response.json(await look(desk, allowed(request, 'story.read'), idOf(request)))
  })
  router.put('/api/stories/:id/draft', async (request, response) => {
    const { revision, document, mustCarry } = body(request, saveDraft)
    const command = { do: 'save', revision, text: document === undefined ? undefined : textOf(document), mustCarry } as const // needs no key: the same text again changes nothing
    const { revision: saved } = await carryOut(desk, { caller: callerOf(request), story: idOf(request), command })
    response.json({ revision: saved })
  })
  router.post('/api/stories/:id/file', async (request, response) => {
    response.json(await answer(request, { do: 'file', ...body(request, atRevision) }))
  })
  router.post('/api/stories/:id/seal', async (request, response) => {
    response.json(await answer(request, { do: 'seal', ...body(request, atRevision) }))
  })
  router.post('/api/stories/:id/signatures', async (request, response) => {
    response.json(await answer(request, { do: 'sign', ...body(request, sign) }))
  })
  router.post('/api/stories/:id/return', async (request, response) => {
    response.json(await answer(request, { do: 'return', ...body(request, returnStory) }))
  })
  router.post('/api/stories/:id/release', async (request, response) => {
    response.json(await answer(request, { do: 'release', ...body(request, release) }))
  })
  router.post('/api/stories/:id/supplements', async (request, response) => {
    response.json(await answer(request, { do: 'supplement', ...body(request, supplement) }))
  })
  router.post('/api/stories/:id/recall', async (request, response) => {
    response.json(await answer(request, { do: 'recall', ...body(request, recall) }))
  })
  router.post('/api/stories/:id/correct', async (request, response) => {
    response.json(await answer(request, { do: 'correct', ...body(request, correct) }))
  })
  router.post('/api/stories/:id/abandon', async (request, response) => {
    response.json(await answer(request, { do: 'abandon' }))
  })
  router.post('/api/stories/:id/discard', async (request, response) => {
    response.json(await answer(request, { do: 'discard' }))
  })
  router.post('/api/stories/:id/restore', async (request, response) => {
    response.json(await answer(request, { do: 'restore' }))
  })
  router.post('/api/stories/:id/nudge', async (request, response) => {
    response.json(await answer(request, { do: 'nudge' }))
  })
  return router
}

const wanted = z.object({ state: storyState.optional().catch(undefined), mine: z.stringbool().optional().catch(undefined) })

function allowed(request: Request, action: Action) {
  const caller = callerOf(request)
  demand(caller, action)
  return caller
}

/** An id that is none is a story that nobody has. */
function idOf({ params }: Request) {
  const id = storyId.safeParse(params.id)
  if (!id.success) throw refuse('editing/no-story')
  return id.data
}

const keyOf = (request: Request): string | undefined => request.get('idempotency-key')?.slice(0, 200)
