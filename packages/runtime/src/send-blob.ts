import { pipeline } from 'node:stream/promises'
import type { BlobStore } from '@kitchen/blob-store'
import type { Sha256 } from '@kitchen/model'
import type { Request, Response } from 'express'

/** Types that a browser may be given, by the ending of the name in the address; anything else is a download. */
const types: Readonly<Record<string, string>> = {
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
export const mediaTypeOf = (name: string): string =>
  types[name.slice(name.lastIndexOf('.') + 1).toLowerCase()] ?? 'application/octet-stream'

/**
 * Answers with stored bytes, which never change: whole, or the one range that is asked for (RFC 9110; several at once are answered with the whole).
 * Type, caching and policy are set by the caller before.
 */
export async function sendBlob(
  request: Request,
  response: Response,
  blobs: Pick<BlobStore, 'stream'>,
  { sha256, bytes }: { readonly sha256: Sha256; readonly bytes: number },
): Promise<void> {
  response.set({ ETag: `"${sha256}"`, 'Accept-Ranges': 'bytes' })
  if (request.fresh) return void response.status(304).end()
  const range = rangeOf(request, bytes)
  if (range === 'beyond') return void response.status(416).set('Content-Range', `bytes */${bytes}`).end()
  if (range) response.status(206).set('Content-Range', `bytes ${range.start}-${range.end}/${bytes}`)
  response.set('Content-Length', String(range ? range.end - range.start + 1 : bytes))
  if (request.method === 'HEAD') return void response.end()
  await pipeline(blobs.stream(sha256, range), response).catch((error: unknown) => {
    if (!isGone(error)) throw error
  })
}

function rangeOf(request: Request, bytes: number): { start: number; end: number } | 'beyond' | undefined {
  const ranges = request.range(bytes)
  if (ranges === -1) return 'beyond'
  const [first] = Array.isArray(ranges) && ranges.type === 'bytes' && ranges.length === 1 ? ranges : []
  return first && { start: first.start, end: first.end }
}

/** The reader went away. */
const isGone = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE'
