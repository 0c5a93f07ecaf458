import { type ProductFile, remakeProduct } from '@kitchen/api'
import type { BlobStore } from '@kitchen/blob-store'
import type { Database } from '@kitchen/database'
import { storyId, versionNumber } from '@kitchen/model'
import { body, callerOf, demand, sendBlob } from '@kitchen/runtime'
import express, { type Request, type Response, type Router } from 'express'
import { z } from 'zod'
import { refuse } from './refusals.ts'
import { retry } from './report.ts'
import { filesOf, productsOf } from './views/products.ts'

/**
 * A product is shown as it is and can do nothing: no script runs, nothing is fetched but from here, no form is sent. `allow-same-origin` lets its
 * pictures come with the session; it is harmless, as `allow-scripts` is never given.
 */
export const productPolicy =
  "sandbox allow-same-origin; default-src 'none'; img-src 'self' data:; media-src 'self'; style-src 'unsafe-inline'; font-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'"

const query = z.object({ story: storyId, version: z.coerce.number().pipe(versionNumber).optional() })

type Needs = { readonly database: Database; readonly blobs: BlobStore; readonly wake: () => void }

/** GET /api/products, POST /api/products/again and the files of a product (packages/api/src/products.ts). */
export function createRoutes({ database, blobs, wake }: Needs): Router {
  const router = express.Router()
  router.get('/api/products', async (request, response) => {
    const caller = readerOf(request)
    const asked = query.safeParse(request.query)
    if (!asked.success) throw refuse('generation/bad-query')
    response.json({ products: await productsOf(database, caller, asked.data.story, asked.data.version) })
  })
  router.post('/api/products/again', async (request, response) => {
    const caller = callerOf(request)
    demand(caller, 'product.retry')
    const { story, version, outlet } = body(request, remakeProduct)
    await retry(database, `${story}.${version}.${outlet}`, caller.centre)
    wake()
    response.status(202).json({ products: await productsOf(database, caller, story, version) })
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
    'Content-Disposition': `${shown.test(mediaType) ? 'inline' : 'attachment'}; filename="${path.slice(path.lastIndexOf('/') + 1)}"`,
  })
  await sendBlob(request, response, blobs, { sha256, bytes })
}

const shown = /^(text\/(html|plain|csv)|image\/(jpeg|png|webp|avif)|video\/mp4|application\/(pdf|json))/
