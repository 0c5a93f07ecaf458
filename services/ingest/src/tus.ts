import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import type { Problem } from '@kitchen/api'
import { inBlocks } from '@kitchen/blob-store'
import { type AssetId, type Caller, Refusal, type StoryId, storyId, uuidv7 } from '@kitchen/model'
import { callerOf, type ServiceNeeds } from '@kitchen/runtime'
import { FileStore } from '@tus/file-store'
import { MemoryLocker, Server, type ServerOptions, Upload } from '@tus/server'
import type { Request } from 'express'
import { assetById, insertArrival } from './asset.ts'
import { refuse } from './refusals.ts'
import { demandPlace } from './room.ts'
import type { Settle } from './settle.ts'
import type { Spool } from './spool.ts'

type TusRequest = Parameters<NonNullable<ServerOptions['onIncomingRequest']>>[0]
type Needs = Pick<ServiceNeeds, 'database' | 'clock' | 'hints'> & {
  readonly spool: Spool
  readonly settle: Settle
  readonly arrived: (id: string) => void
}

/** 20 GB: an hour of XDCAM HD422. */
export const uploadLimit = 20_000_000_000

/**
 * tus 1.0 over the spool folder. Its offset is the size of the file on disk, so it survives a killed server; what was announced lies in ingest.asset instead
 * of tus's side files. The last byte is acknowledged only after `settle`. Every error is a problem document. One process per folder, so locks in memory hold.
 */
export function tusServer(needs: Needs): Server {
  const server = new Server({
    path: '/api/uploads',
    relativeLocation: true,
    datastore: Object.assign(new FileStore({ directory: needs.spool.folder, configstore: announced(needs) }), {
      write: (parts: Readable, id: string, at: number) => needs.spool.append(id, parts, at),
    }),
    locker: new MemoryLocker(),
    maxSize: uploadLimit,
    allowedOrigins: [],
    namingFunction: () => uuidv7(needs.clock().getTime()),
    onIncomingRequest: async (request) => {
      if (request.method === 'PATCH') giveInBlocks(request)
    },
    onUploadCreate: async (request, upload) => {
      await announce(needs, callerOf(nodeRequest(request)), upload)
      return {}
    },
    onUploadFinish: async (_request, upload) => {
      await needs.settle(upload.id)
      return {}
    },
    onResponseError: (_request, error) => problemOf(error),
  })
  server.on('POST_RECEIVE', (_request: unknown, upload: { id: string }) => needs.arrived(upload.id))
  const write = server.write.bind(server)
  server.write = (context, headers, status, body) => {
    if (status < 400) return write(context, headers, status, body)
    headers.set('Content-Type', 'application/problem+json')
    return write(context, headers, status, body?.startsWith('{') ? body : problemOf({ status_code: status, body: body ?? '' }).body)
  }
  return server
}

/**
 * tus carries a body through five streams, the first of which copies it. Given in blocks that need no copy, a gigabyte costs it 2,000 steps instead of 16,000, and
 * hardly any garbage.
 */
function giveInBlocks(request: TusRequest): void {
  const blocks = inBlocks(nodeRequest(request).iterator({ destroyOnReturn: false }), { consume: true })
  const body = new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const { value, done } = await blocks.next()
        if (done) controller.close()
        else controller.enqueue(value)
      },
    },
    { highWaterMark: 0 },
  )
  Object.defineProperty(request, 'body', { value: body })
}

/** Refuses an upload of unknown or too great length, or for which there is no room, before its first byte; else there is a row. */
async function announce({ database, clock, spool, hints }: Needs, { centre, person }: Caller, upload: Upload): Promise<void> {
  if (upload.size === undefined) throw refuse('ingest/protocol')
  const arrival = { id: upload.id as AssetId, centre, person, story: storyOf(upload), name: nameOf(upload), size: upload.size }
  await inTurn(async () => {
    await demandPlace({ database, spool }, { centre, person }, arrival)
    await insertArrival(database, arrival, clock())
  })
  hints.send({ about: 'assets', id: arrival.story }, { centres: [centre] })
}

let last: Promise<unknown> = Promise.resolve()
/** One after the other: two that begin at the same moment must not be promised the same room. */
function inTurn(work: () => Promise<void>): Promise<void> {
  const mine = last.then(work)
  last = mine.catch(() => {})
  return mine
}

/** The name as it was on the sender's disk: a label for people, never a path. */
function nameOf({ metadata }: Upload): string {
  const name = (metadata?.filename ?? '')
    .toWellFormed()
    .replace(/[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, '')
    .split(/[/\\]/)
    .at(-1)!
    .trim()
  return name.slice(0, 200) || '未命名'
}

function storyOf({ metadata }: Upload): StoryId | null {
  const story = metadata?.story
  if (!story) return null
  const parsed = storyId.safeParse(story)
  if (!parsed.success) throw refuse('ingest/protocol')
  return parsed.data
}

/** Where tus keeps what was announced: our row. */
function announced({ database }: Needs): NonNullable<ConstructorParameters<typeof FileStore>[0]['configstore']> {
  return {
    get: async (id) => {
      const row = await assetById(database, id)
      if (row?.state !== 'arriving') return undefined
      return new Upload({ id, size: row.size, offset: 0, metadata: { filename: row.name }, creation_date: row.created.toISOString() })
    },
    set: async () => {},
    delete: async () => {},
  }
}

const nodeRequest = (request: TusRequest): Request => {
  const { node } = (request as { runtime?: { node?: { req: IncomingMessage } } }).runtime ?? {}
  return node?.req as Request
}

/** tus speaks in status codes; a person gets a sentence. Clients try again on 409, 423 and 5xx. */
function problemOf(error: Error | { status_code: number; body: string }): { status_code: number; body: string } {
  const { code, status, says, next } = error instanceof Refusal ? error : refusalOf('status_code' in error ? error.status_code : 500)
  const problem: Problem = { type: `urn:kitchen:${code}`, status, code, title: says.en, says, next }
  return { status_code: status, body: JSON.stringify(problem) }
}

function refusalOf(status: number): Refusal {
  if (status === 413) return refuse('ingest/too-large', { limit: uploadLimit / 1e9 })
  if (status === 404 || status === 410) return refuse('ingest/no-such-upload')
  if (status === 409) return refuse('ingest/offset-passed')
  if (status === 423) return refuse('ingest/busy')
  return refuse(status < 500 ? 'ingest/protocol' : 'ingest/trouble')
}
