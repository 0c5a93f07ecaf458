import type { searchHits } from '@kitchen/api'
import { type Database, transaction } from '@kitchen/database'
import { callerOf, demand } from '@kitchen/runtime'
import { Router } from 'express'
import type { z } from 'zod'
import { extract, find, highlight } from './find.ts'
import type { Tokens } from './tokens.ts'

const longestQuestion = 100

/** GET /api/search?q=&limit= */
export function searchRoutes({ database, tokens }: { database: Database; tokens: Tokens }): Router {
  const router = Router()
  router.get('/api/search', async (request, response) => {
    const caller = callerOf(request)
    demand(caller, 'story.read')
    const question = String(request.query.q ?? '').slice(0, longestQuestion)
    const limit = Math.min(50, Math.max(1, Number(request.query.limit ?? 20) || 20))
    const began = performance.now()
    const found = await transaction(database, { ...caller, keys: [] }, (tx) => find(tx, tokens, question, limit))
    const terms = [question.trim(), ...tokens.words(question)].filter((term, index, all) => term !== '' && all.indexOf(term) === index)
    const hits = found.map(({ story, centre, headline, plain, at }) => ({
      story,
      centre,
      headline: highlight(headline, terms),
      extract: highlight(extract(plain, terms), terms),
      state: 'released',
      at: at.toISOString(),
    }))
    response.json({ hits, took: Math.round(performance.now() - began), engine: 'postgresql' } as z.input<typeof searchHits>)
  })
  return router
}
