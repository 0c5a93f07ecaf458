import type { BlobStore } from '@kitchen/blob-store'
import { sha256 } from '@kitchen/model'
import { mediaTypeOf, sendBlob } from '@kitchen/runtime'
import { Router } from 'express'
import type { Shelf } from './shelf.ts'

/** GET /media/<sha256>/<name>: bytes that a live product names, in whole or in part; 410 once all that named them are withdrawn, 404 for any others. */
export function mediaRoutes({ blobs, shelf }: { readonly blobs: BlobStore; readonly shelf: Shelf }): Router {
  const router = Router()
  router.get('/media/:sha256/:name', async (request, response) => {
    const address = sha256.safeParse(request.params.sha256)
    const standing = address.success ? await shelf.media(address.data) : 'unknown'
    const found = address.success && standing === 'live' ? await blobs.stat(address.data) : undefined
    if (!address.success || !found) {
      response
        .status(standing === 'gone' ? 410 : 404)
        .set('Cache-Control', 'no-store')
        .type('text')
        .send(standing === 'gone' ? '此稿已撤 withdrawn\n' : '没有这个文件 not found\n')
      return
    }
    response.set({
      'Content-Type': mediaTypeOf(request.params.name),
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'public, max-age=31536000, immutable',
      'Content-Security-Policy': "default-src 'none'; sandbox",
    })
    await sendBlob(request, response, blobs, { sha256: address.data, bytes: found.bytes })
  })
  return router
}
