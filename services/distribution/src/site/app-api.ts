import type { BlobStore } from '@kitchen/blob-store'
import { centreId, storyId } from '@kitchen/model'
import { Router } from 'express'
import { z } from 'zod'
import { withOffset } from './html.ts'
import type { Page, Shelf } from './shelf.ts'

const paging = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  before: z.coerce.number().int().min(1).optional(),
  since: z.coerce.number().int().min(0).optional(),
})

/**
 * What the reader client fetches. `GET /api/app/<centre>/stories` pages by the order of changes: newest first, `before` for older ones; with `since`
 * what has changed after that number, oldest first. Withdrawn stories are in it as tombstones (`gone: true`), so that a client that was offline drops
 * them. `latest` is the number to ask `since` next time. Strong ETags; both answers change only with the shelf.
 */
export function appRoutes({ blobs, shelf }: { readonly blobs: BlobStore; readonly shelf: Shelf }): Router {
  const router = Router()
  router.get('/api/app/:centre/stories', async (request, response) => {
    const query = paging.safeParse(request.query)
    if (!centreId.safeParse(request.params.centre).success || !query.success) {
      response.status(400).json({ code: 'distribution/bad-page' })
      return
    }
    const { limit, since, before = Number.MAX_SAFE_INTEGER } = query.data
    const latest = await shelf.lastChange(request.params.centre)
    response.set({ ETag: `"${request.params.centre}-${latest}-${limit}-${since ?? ''}-${before}"`, 'Cache-Control': 'no-cache' })
    if (request.fresh) {
      response.status(304).end()
      return
    }
    const pages = await shelf.changes(request.params.centre, since === undefined ? { before } : { since }, limit + 1)
    const shown = pages.slice(0, limit)
    response.json({ stories: shown.map(line), next: pages.length > limit ? shown.at(-1)!.sequence : null, latest })
  })
  router.get('/api/app/:centre/stories/:story', async (request, response) => {
    const known = centreId.safeParse(request.params.centre).success && storyId.safeParse(request.params.story).success
    const page = known ? await shelf.page(request.params.centre, 'app', request.params.story) : undefined
    response.set('Cache-Control', 'no-cache')
    if (!page) {
      response.status(404).json({ story: request.params.story, gone: false, says: '没有这篇稿件' })
      return
    }
    if (page.gone || page.entry === null) {
      response.status(410).json({ story: page.story, gone: true, says: '此稿已撤', at: withOffset(page.at) })
      return
    }
    response.set({ ETag: `"${page.entry}"`, 'Content-Type': 'application/json; charset=utf-8' })
    if (request.fresh) response.status(304).end()
    else response.send(await blobs.bytes(page.entry))
  })
  return router
}

const line = ({ story, version, headline, summary, card, published_at, keywords, sequence, gone, at, centre }: Page) =>
  gone
    ? { story, gone: true, sequence, at: withOffset(at) }
    : {
        story,
        gone: false,
        sequence,
        version,
        headline,
        summary,
        card,
        keywords,
        publishedAt: withOffset(published_at),
        at: withOffset(at),
        url: `/api/app/${centre}/stories/${story}`,
      }
