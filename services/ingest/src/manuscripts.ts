import type { Manuscript } from '@kitchen/api'
import { type AssetId, type Bilingual, type Caller, type StoryId, storyId } from '@kitchen/model'
import { callerOf, demand, type ServiceNeeds } from '@kitchen/runtime'
import express, { type Request, Router } from 'express'
import { takeBytes } from './intake.ts'
import type { Converted } from './manuscript/convert.ts'
import { readManuscriptFile } from './manuscript/read.ts'
import { refuse } from './refusals.ts'
import type { Settle } from './settle.ts'
import type { Spool } from './spool.ts'

type Needs = Pick<ServiceNeeds, 'database' | 'clock'> & { readonly spool: Spool; readonly settle: Settle }
type Taken = { readonly name: string; readonly asset: AssetId | null; readonly note: Bilingual | null }

/** 50 MB: a long feature with its photographs inside. */
export const manuscriptLimit = 50_000_000
/** Threads that read manuscripts at the same time; the others wait their turn. */
const readers = 2

/** POST /api/manuscripts?name=&story=: the file's bytes → `manuscript`. Pictures inside become assets of the caller; one that is refused is noted, the text goes on. */
export function manuscriptRoutes(needs: Needs): Router {
  const router = Router()
  const inTurn = queue(readers)
  router.post('/api/manuscripts', guard, express.raw({ type: () => true, limit: manuscriptLimit }), async (request, response) => {
    const converted = await inTurn(() => readManuscriptFile(bytesOf(request), nameOf(request)))
    response.json(await withAssets(needs, callerOf(request), converted, storyOf(request)))
  })
  return router
}

function guard(request: Request, _response: unknown, next: () => void): void {
  demand(callerOf(request), 'asset.upload')
  if (Number(request.get('content-length') ?? 0) > manuscriptLimit)
    throw refuse('ingest/manuscript-too-large', { limit: manuscriptLimit / 1_000_000 })
  next()
}

const bytesOf = ({ body }: Request): Uint8Array => (body instanceof Uint8Array ? body : new Uint8Array())
const nameOf = ({ query }: Request): string => (typeof query.name === 'string' ? query.name.slice(0, 300) : '')
const storyOf = ({ query }: Request): StoryId | null => storyId.safeParse(query.story).data ?? null

async function withAssets(
  needs: Needs,
  caller: Caller,
  { document, notes, pictures }: Converted,
  story: StoryId | null,
): Promise<Manuscript> {
  const taken: Taken[] = []
  for (const picture of pictures) taken.push(await take(needs, caller, picture, story))
  const kept = taken.flatMap(({ asset, name }) => (asset === null ? [] : [{ asset, name }]))
  return { document: withTaken(document, taken), notes: [...notes, ...taken.flatMap(({ note }) => note ?? [])], pictures: kept }
}

async function take(needs: Needs, caller: Caller, { name, bytes }: Converted['pictures'][number], story: StoryId | null): Promise<Taken> {
  const { id, state, failure } = await takeBytes(needs, caller, { name, bytes, story })
  if (state === 'received') return { name, asset: id, note: null }
  return {
    name,
    asset: null,
    note: {
      zh: `文稿里的图片 ${name} 没有带入：${failure?.says.zh ?? ''}`,
      en: `Picture ${name} of the manuscript was left behind: ${failure?.says.en ?? ''}`,
    },
  }
}

type Block = { readonly type: string; readonly attrs?: { readonly asset?: unknown } }

/** Blocks that named a picture of the manuscript name its asset; those of refused pictures go. */
function withTaken(document: unknown, taken: readonly Taken[]): unknown {
  const { content, ...rest } = document as { content: readonly Block[] }
  const byFile = new Map(taken.map((one) => [`file:${one.name}`, one]))
  const blocks = content.flatMap((block): Block[] => {
    const found = byFile.get(String(block.attrs?.asset ?? ''))
    if (found === undefined) return [block]
    return found.asset === null ? [] : [{ ...block, attrs: { ...block.attrs, asset: found.asset } }]
  })
  return { ...rest, content: blocks.length > 4 ? blocks : [...blocks, { type: 'paragraph' }] }
}

/** At most so many at a time, first come, first served. */
function queue(width: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = []
  let running = 0
  return async (work) => {
    if (running >= width) await new Promise<void>((go) => waiting.push(go))
    running++
    try {
      return await work()
    } finally {
      running--
      waiting.shift()?.()
    }
  }
}
