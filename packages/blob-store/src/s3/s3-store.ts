import { createReadStream, createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough, type Readable } from 'node:stream'
import { buffer, text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { type Sha256, sha256 as sha256Schema } from '@kitchen/model'
import { type Arrived, arrive, openIncoming, type Source } from '../arrival.ts'
import type { BlobStore, Stored } from '../blob-store.ts'
import { type Bucket, type BucketSettings, openBucket } from './bucket.ts'
import { arrivingName, type LocalCache, openCache } from './local-cache.ts'

/** `folder`: on this machine, for what arrives and for files that programs read; `cacheBytes`: about how much of it is kept. */
export type S3Needs = BucketSettings & { readonly folder: string; readonly cacheBytes?: number }
type Store = { readonly bucket: Bucket; readonly cache: LocalCache; readonly incoming: string }

/** One PUT takes 5 GiB at most, everywhere. */
const largest = 5 * 2 ** 30

/**
 * A store in a bucket of S3: blobs under `sha256/ab/cd/<address>`. Bytes are spooled to this machine's disk and hashed, then put in one request that
 * the server takes only whole, only with that hash, and only once (`If-None-Match: *`; 412 means that they are there already). So nothing half is ever
 * seen and nothing is left to clean. Refuses blobs over 5 GiB.
 */
export async function openS3Store({ folder, cacheBytes = 50 * 2 ** 30, ...settings }: S3Needs): Promise<BlobStore> {
  const incoming = await openIncoming(join(folder, 'incoming'))
  const store: Store = { bucket: openBucket(settings), cache: await openCache(join(folder, 'cache'), cacheBytes), incoming }
  const { bucket, cache } = store
  return {
    put: (file, how) => putFrom(store, { file, move: how?.move ?? false, receipt: how?.receipt }),
    putBytes: (bytes) => putFrom(store, { bytes: typeof bytes === 'string' ? Buffer.from(bytes) : bytes }),
    stream: (address, range) => streamOf(store, keyOf(address), range),
    bytes: async (address) => buffer(await bucket({ method: 'GET', key: keyOf(address) })),
    stat: async (address) => {
      const { statusCode, headers } = await drained(bucket({ method: 'HEAD', key: keyOf(address), fine: [404] }))
      return statusCode === 404 ? undefined : { bytes: Number(headers['content-length']) }
    },
    local: async (address) => (await cache.find(sha256Schema.parse(address))) ?? download(store, address),
    delete: async (address) => {
      await cache.forget(sha256Schema.parse(address))
      await drained(bucket({ method: 'DELETE', key: keyOf(address), fine: [404] }))
    },
    list: (after) => listed(bucket, after),
  }
}

/** As on disk. Parsed again: an address from outside must never become another key. */
function keyOf(address: Sha256): string {
  const name = sha256Schema.parse(address)
  return `sha256/${name.slice(0, 2)}/${name.slice(2, 4)}/${name}`
}

async function putFrom(store: Store, source: Source): Promise<Stored> {
  const arrived = await arrive(store.incoming, source)
  try {
    await putOnce(store.bucket, arrived)
    await store.cache.keep(arrived.sha256, arrived.path) // whoever put it is likely to read it next
  } finally {
    await rm(arrived.path, { force: true })
  }
  return { sha256: arrived.sha256, bytes: arrived.bytes }
}

async function putOnce(bucket: Bucket, { path, sha256, bytes }: Arrived): Promise<void> {
  if (bytes > largest) throw new Error(`${bytes} bytes are more than S3 takes in one request (5 GiB)`)
  const headers = { 'If-None-Match': '*', 'X-Amz-Checksum-Sha256': Buffer.from(sha256, 'hex').toString('base64') }
  const body = { open: () => createReadStream(path, { highWaterMark: 1 << 20 }), bytes, sha256 }
  await drained(bucket({ method: 'PUT', key: keyOf(sha256), headers, body, fine: [412] }))
}

function streamOf({ bucket }: Store, key: string, range?: { readonly start: number; readonly end: number }): Readable {
  const out = new PassThrough()
  const headers: Record<string, string> = range ? { Range: `bytes=${range.start}-${range.end}` } : {}
  void bucket({ method: 'GET', key, headers })
    .then((answer) => pipeline(answer, out))
    .catch((error: unknown) => out.destroy(error instanceof Error ? error : new Error(String(error))))
  return out
}

/** Into the cache, once it is whole and its hash is right. */
async function download({ bucket, cache, incoming }: Store, address: Sha256): Promise<string> {
  const half = join(incoming, arrivingName())
  try {
    await pipeline(await bucket({ method: 'GET', key: keyOf(address) }), createWriteStream(half))
    const { path, sha256 } = await arrive(incoming, { file: half, move: true })
    if (sha256 !== address) throw new Error(`the bucket holds other bytes under ${address}`)
    return await cache.keep(address, path)
  } finally {
    await rm(half, { force: true })
  }
}

/** A thousand keys at a time, in the order of their addresses (ListObjectsV2). */
async function* listed(bucket: Bucket, after?: Sha256): AsyncIterable<Sha256> {
  for (let last = after; ; ) {
    const query = { 'list-type': '2', prefix: 'sha256/', ...(last ? { 'start-after': keyOf(last) } : {}) }
    const page = await text(await bucket({ method: 'GET', query }))
    const found = [...page.matchAll(/<Key>sha256\/\w\w\/\w\w\/(\w{64})<\/Key>/g)].map(([, name]) => sha256Schema.parse(name))
    yield* found
    last = found.at(-1)
    if (last === undefined || !page.includes('<IsTruncated>true</IsTruncated>')) return
  }
}

/** The answer, its body read to the end so that its connection is free again. */
async function drained(asked: ReturnType<Bucket>) {
  const answer = await asked
  for await (const _part of answer);
  return answer
}
