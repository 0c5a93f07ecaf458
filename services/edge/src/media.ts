import type { BlobStore } from '@kitchen/blob-store'
import { sha256 } from '@kitchen/model'
import { callerOf, mediaTypeOf, refuseRequest, sendBlob } from '@kitchen/runtime'
import { Router } from 'express'

/** GET /media/<sha256>/<name> for signed-in people: bytes that never change, in whole or in part. */
export function mediaRoutes(blobs: BlobStore): Router {
  const router = Router()
  router.get('/media/:sha256/:name', async (request, response) => {
    callerOf(request)
    const hash = sha256.safeParse(request.params.sha256)
    const found = hash.success ? await blobs.stat(hash.data) : undefined
    if (!hash.success || !found) throw refuseRequest('runtime/not-found')
    response.set({
      'Content-Type': mediaTypeOf(request.params.name),
      'Cache-Control': 'private, max-age=31536000, immutable',
      'Content-Security-Policy': "default-src 'none'; sandbox",
    })
    await sendBlob(request, response, blobs, { sha256: hash.data, bytes: found.bytes })
  })
  return router
}
