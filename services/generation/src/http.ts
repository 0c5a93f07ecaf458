import { pipeline } from 'node:stream/promises'
import type { ProductFile } from '@kitchen/api'
import type { BlobStore } from '@kitchen/blob-store'
import type { Database } from '@kitchen/database'
import { storyId, versionNumber } from '@kitchen/model'
import { callerOf, demand } from '@kitchen/runtime'
import express, { type Request, type Response, type Router } from 'express'
import { z } from 'zod'
import { refuse } from './refusals.ts'
import { filesOf, productsOf } from './views/products.ts'

/**
 * A product is shown as it is and can do nothing: no script runs, nothing is fetched but from here, no form is sent. `allow-same-origin` lets its
 * pictures come with the session; it is harmless, as `allow-scripts` is never given.
 */
export const productPolicy =
  "sandbox allow-same-origin; default-src 'none'; img-src 'self' data:; media-src 'self'; style-src 'unsafe-inline'; font-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'"

const query = z.object({ story: storyId, version: z.coerce.number().pipe(versionNumber).optional() })

/** GET /api/products and the files of a product (packages/api/src/products.ts). */
export function createRoutes({ database, blobs }: { readonly database: Database; readonly blobs: BlobStore }): Router {
  const router = express.Router()
  router.get('/api/products', async (request, response) => {
    const caller = readerOf(request)
    const asked = query.safeParse(request.query)
    if (!asked.success) throw refuse('generation/bad-query')
    response.json({ products: await productsOf(database, caller, asked.data.story, asked.data.version) })
  })
  router.get('/api/products/:product/files/*path', async (request, response) => {
    const path = [request.params.path].flat().join('/')
    const files = await filesOf(database, readerOf(request), String(request.params.product))
    const file = files.find((one) => one.path === (path === 'preview.html' ? previewIn(files) : path))
    if (!file) throw refuse('generation/not-found')
    if (path === 'preview.html')
      response.redirect(302, file.path) // so that what the page names is found beside it
    else await send(request, response, file, blobs)
  })
  return router
}

/** The page that shows a product: one of its own for print and television, else the product itself. */
const previewIn = (files: readonly ProductFile[]): string =>
  files.some(({ path }) => path === 'preview/index.html') ? 'preview/index.html' : 'index.html'

function readerOf(request: Request) {
  const caller = callerOf(request)
  demand(caller, 'story.read')
  return caller
}

/** A file of the store, whole or the part that was asked for (RFC 9110, one range), never run as anything but what it is. */
async function send(
  request: Request,
  response: Response,
  { sha256, bytes, mediaType, path }: ProductFile,
  blobs: BlobStore,
): Promise<void> {
  response.set({
    'Content-Type': mediaType,
    'Content-Security-Policy': productPolicy,
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': 'private, no-cache',
    ETag: `"${sha256}"`,
    'Accept-Ranges': 'bytes',
    'Content-Disposition': `${shown.test(mediaType) ? 'inline' : 'attachment'}; filename="${path.slice(path.lastIndexOf('/') + 1)}"`,
  })
  if (request.fresh) return void response.status(304).end()
  const range = request.range(bytes)
  if (range === -1) return void response.status(416).set('Content-Range', `bytes */${bytes}`).end()
  const part = Array.isArray(range) && range.type === 'bytes' && range.length === 1 ? range[0] : undefined
  response.status(part ? 206 : 200).set('Content-Length', String(part ? part.end - part.start + 1 : bytes))
  if (part) response.set('Content-Range', `bytes ${part.start}-${part.end}/${bytes}`)
  if (request.method === 'HEAD') return void response.end()
  await pipeline(blobs.stream(sha256, part && { start: part.start, end: part.end }), response).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error // the reader went away
  })
}

const shown = /^(text\/(html|plain|csv)|image\/(jpeg|png|webp|avif)|video\/mp4|application\/(pdf|json))/
