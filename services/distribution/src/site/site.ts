import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BlobStore } from '@kitchen/blob-store'
import { type Centre, type Region, storyId } from '@kitchen/model'
import { type RequestHandler, type Response, Router } from 'express'
import { appRoutes } from './app-api.ts'
import { feedXml, sitemapXml } from './feeds.ts'
import { frontPage, gonePage, missingPage, searchPage } from './front-page.ts'
import { mediaRoutes } from './media.ts'
import type { Shelf } from './shelf.ts'
import { videoScript } from './video-script.ts'

export type SiteNeeds = {
  readonly region: Region
  readonly blobs: BlobStore
  readonly shelf: Shelf
  readonly publicOrigin: string
  readonly clock: () => Date
}

/** Everything that readers reach on the published origin: sites, feeds, the app's data, media. It knows no session. */
export function publishedRoutes(needs: SiteNeeds): Router {
  const router = Router()
  router.use(mediaRoutes(needs))
  router.use(appRoutes(needs))
  router.use('/sites/:centre', siteRoutes(needs))
  router.get('/', (_request, response) => {
    response.redirect(302, `/sites/${needs.region.root}/`)
  })
  router.get('/favicon.ico', (_request, response) => {
    response.set('Cache-Control', 'public, max-age=86400').status(204).end() // browsers ask for it unasked; there is none
  })
  router.get('/assets/hls.min.js', (_request, response) => {
    response
      .set({ 'Cache-Control': 'public, max-age=86400', 'X-Content-Type-Options': 'nosniff' })
      .type('text/javascript')
      .sendFile('hls.min.js', { root: dirname(fileURLToPath(import.meta.resolve('hls.js/dist/hls.min.js'))) })
  })
  router.get('/assets/video.js', (_request, response) => {
    response
      .set({ 'Cache-Control': 'public, max-age=86400', 'X-Content-Type-Options': 'nosniff' })
      .type('text/javascript')
      .send(videoScript)
  })
  return router
}

function siteRoutes({ region, blobs, shelf, publicOrigin, clock }: SiteNeeds): Router {
  const router = Router({ mergeParams: true, strict: true })
  const at =
    (work: (centre: Centre, path: Readonly<Record<string, string>>, response: Response, query: string) => Promise<void>): RequestHandler =>
    async (request, response, next) => {
      const path: Readonly<Record<string, string>> = { ...request.params } as Record<string, string>
      const centre = region.centres.find(({ id }) => id === path.centre)
      if (!centre) {
        next()
        return
      }
      response.set('Cache-Control', 'no-cache')
      await work(centre, path, response, typeof request.query.q === 'string' ? request.query.q.slice(0, 60).trim() : '')
    }
  router.get(
    '/',
    at(async (centre, _path, response) => {
      response.type('html').send(frontPage(centre, await shelf.newest(centre.id, 'web', 60)))
    }),
  )
  router.get(
    '/feed.xml',
    at(async (centre, _path, response) => {
      response.type('application/rss+xml').send(feedXml(centre, publicOrigin, await shelf.newest(centre.id, 'web', 50)))
    }),
  )
  router.get(
    '/sitemap.xml',
    at(async (centre, _path, response) => {
      response
        .type('application/xml')
        .send(sitemapXml(centre, publicOrigin, await shelf.newest(centre.id, 'web', 1000, new Date(clock().getTime() - 48 * 3_600_000))))
    }),
  )
  router.get(
    '/search',
    at(async (centre, _path, response, query) => {
      response.type('html').send(searchPage(centre, query, query === '' ? [] : await shelf.find(centre.id, query.split(/\s+/))))
    }),
  )
  router.get(
    '/stories/:story',
    at(async (centre, path, response) => {
      response.redirect(301, `/sites/${centre.id}/stories/${path.story}/`)
    }),
  )
  router.get(
    '/stories/:story/',
    at(async (centre, path, response) => {
      const page = storyId.safeParse(path.story).success ? await shelf.page(centre.id, 'web', path.story!) : undefined
      if (!page) response.status(404).type('html').send(missingPage(centre))
      else if (page.gone || page.entry === null) response.status(410).type('html').send(gonePage(centre))
      else
        response
          .set('ETag', `"${page.entry}"`)
          .type('html')
          .send(await blobs.bytes(page.entry))
    }),
  )
  return router
}
