import { pipeline } from 'node:stream/promises'
import type { BlobStore } from '@kitchen/blob-store'
import { sha256 } from '@kitchen/model'
import { type Request, type Response, Router } from 'express'
import type { Shelf } from './shelf.ts'

/** Types that a reader's browser may be given, by the ending of the name; anything else is a download. */
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
}

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
      'Content-Type': types[request.params.name.split('.').at(-1)!.toLowerCase()] ?? 'application/octet-stream',
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'public, max-age=31536000, immutable',
      ETag: `"${address.data}"`,
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
    if (request.method === 'HEAD') response.end()
    else await send(blobs.stream(address.data, range), response)
  })
  return router
}

const send = (bytes: NodeJS.ReadableStream, response: Response) =>
  pipeline(bytes, response).catch(() => {
    response.destroy()
  })

/** The one range that is asked for; several at once are answered with the whole. */
function rangeOf(request: Request, bytes: number): { start: number; end: number } | 'beyond' | undefined {
  const ranges = request.range(bytes)
  if (ranges === -1) return 'beyond'
  return Array.isArray(ranges) && ranges.length === 1 ? ranges[0] : undefined
}
