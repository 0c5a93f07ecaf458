import { pipeline } from 'node:stream/promises'
import type { BlobStore } from '@kitchen/blob-store'
import { sha256 } from '@kitchen/model'
import { callerOf, refuseRequest } from '@kitchen/runtime'
import { type Request, type Response, Router } from 'express'

/** Types that a browser may be given, by the ending of the name in the address; anything else is a download. */
const types: Record<string, string> = {
  avif: 'image/avif',
  webp: 'image/webp',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  mp4: 'video/mp4',
  m4s: 'video/iso.segment',
  m3u8: 'application/vnd.apple.mpegurl',
  m4a: 'audio/mp4',
  vtt: 'text/vtt',
  pdf: 'application/pdf',
}

/** GET /media/<sha256>/<name> for signed-in people: bytes that never change, in whole or in part. */
export function mediaRoutes(blobs: BlobStore): Router {
  const router = Router()
  router.get('/media/:sha256/:name', async (request, response) => {
    callerOf(request)
    await sendBlob(blobs, request, response)
  })
  return router
}

async function sendBlob(blobs: BlobStore, request: Request, response: Response): Promise<void> {
  const hash = sha256.safeParse(request.params.sha256)
  const found = hash.success ? await blobs.stat(hash.data) : undefined
  if (!hash.success || !found) throw refuseRequest('runtime/not-found')
  response.set({
    'Content-Type': typeOf(String(request.params.name)),
    'Cache-Control': 'private, max-age=31536000, immutable',
    ETag: `"${hash.data}"`,
    'Accept-Ranges': 'bytes',
    'Content-Security-Policy': "default-src 'none'; sandbox",
  })
  if (request.fresh) {
    response.status(304).end()
    return
  }
  const range = rangeOf(request, found.bytes)
  if (range === 'beyond') {
    response.status(416).set('Content-Range', `bytes */${found.bytes}`).end()
    return
  }
  if (range) response.status(206).set('Content-Range', `bytes ${range.start}-${range.end}/${found.bytes}`)
  response.set('Content-Length', String(range ? range.end - range.start + 1 : found.bytes))
  if (request.method === 'HEAD') {
    response.end()
    return
  }
  await pipeline(blobs.stream(hash.data, range), response).catch(() => response.destroy())
}

const typeOf = (name: string) => types[name.slice(name.lastIndexOf('.') + 1).toLowerCase()] ?? 'application/octet-stream'

/** The one range that is asked for; several at once are answered with the whole. */
function rangeOf(request: Request, bytes: number): { start: number; end: number } | 'beyond' | undefined {
  const ranges = request.range(bytes)
  if (ranges === undefined || ranges === -2) return undefined
  if (ranges === -1) return 'beyond'
  return ranges.length === 1 ? ranges[0] : undefined
}
