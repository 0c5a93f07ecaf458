import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type BlobStore, openDiskStore } from '@kitchen/blob-store'
import { append, systemTransaction } from '@kitchen/database'
import { type TestLog, testLog } from '@kitchen/event-log/testing'
import { type Draft, draft } from '@kitchen/events'
import { type CentreId, type Outlet, type OutletId, type Region, type StoryId, sha256, uuidv7 } from '@kitchen/model'
import { answerProblems, createLogger, listen, type Part, readRegion } from '@kitchen/runtime'
import express from 'express'
import { type DistributionNeeds, type DistributionValue, migrations, publishedSite, startDistribution } from '../src/index.ts'

/** The sample region cut down to some centres. */
export function smallRegion(...ids: string[]): Region {
  const all = readRegion()
  return {
    ...all,
    centres: all.centres.filter(({ id }) => ids.includes(id)),
    standing: all.standing.filter(({ centre }) => ids.includes(centre)),
  }
}

export type Newsroom = {
  readonly log: TestLog
  readonly blobs: BlobStore
  readonly folder: string
  readonly origin: string
  readonly region: Region
  readonly hints: { about: string; id: string | null; centres: readonly string[] }[]
  readonly start: (more?: Partial<DistributionNeeds>) => Promise<Part<DistributionValue>>
  readonly tell: (...drafts: Draft[]) => Promise<void>
  readonly states: (story: string) => Promise<Record<string, string>>
  readonly until: (what: () => Promise<boolean>, limit?: number) => Promise<void>
  readonly stop: () => Promise<void>
}

/** A database, a log, a blob store and a published origin on free ports; distribution is started on them as often as a test likes. */
export async function openNewsroom(region: Region = smallRegion('640000', '640122')): Promise<Newsroom> {
  const folder = mkdtempSync(join(tmpdir(), 'distribution-'))
  const log = await testLog([migrations])
  const blobs = await openDiskStore(join(folder, 'blobs'))
  const logger = createLogger({ level: 'error' })
  const app = express().set('etag', 'strong')
  const door = await listen(app, 0)
  const origin = `http://localhost:${door.value.port}`
  app.use(publishedSite({ database: log.database, blobs, region, clock: () => new Date(), publicOrigin: origin }))
  app.use(answerProblems(logger))
  const hints: Newsroom['hints'] = []
  const running = new Set<Part<DistributionValue>>()
  const start = async (more: Partial<DistributionNeeds> = {}) => {
    const part = await startDistribution({
      database: log.database,
      log: log.log,
      blobs,
      region,
      logger,
      hints: {
        send: (hint, { centres }) => {
          hints.push({ ...hint, centres })
        },
      },
      clock: () => new Date(),
      folder,
      publicOrigin: origin,
      wechat: 'simulator',
      simulator: { handAfterMs: 50 },
      ...more,
    })
    const whole = {
      value: part.value,
      stop: async () => {
        if (running.delete(whole)) await part.stop()
      },
    }
    running.add(whole)
    return whole
  }
  const until = async (what: () => Promise<boolean>, limit = 8000) => {
    for (const end = Date.now() + limit; !(await what()); await sleep(20))
      if (Date.now() > end) throw new Error(`not so within ${limit} ms`)
  }
  const states = async (story: string) =>
    Object.fromEntries(
      (
        await log.database.system.query<{ id: string; state: string }>(
          'select id, state from distribution.delivery where story = $1 order by id',
          [story],
        )
      ).rows.map(({ id, state }) => [id.slice(37), state]),
    )
  const tell = (...drafts: Draft[]) =>
    systemTransaction(
      log.database,
      drafts.map(({ key }) => key),
      (tx) => append(tx, drafts),
    )
  const stop = async () => {
    for (const part of [...running]) await part.stop()
    await door.stop()
    await log.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  return { log, blobs, folder, origin, region, hints, start, tell, states, until, stop }
}

const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(400, 7), Buffer.from([0xff, 0xd9])])
const contents: Record<Outlet['channel'], (words: string) => Record<string, string | Buffer>> = {
  print: (words) => ({ 'page.pdf': `%PDF-1.4 ${words}`, 'package/text.utf8.txt': words, 'preview/page-1.png': 'not delivered' }),
  tv: (words) => ({ 'script.txt': words, 'lower-thirds.txt': '记者' }),
  web: (words) => ({
    'index.html': `<!doctype html><h1>${words}</h1>`,
    'meta.json': JSON.stringify({
      headline: words,
      summary: '摘要',
      card: null,
      publishedAt: new Date().toISOString(),
      keywords: ['引黄灌区'],
    }),
  }),
  app: (words) => ({ 'article.json': JSON.stringify({ headline: words, summary: '摘要' }), 'push.json': '{}' }),
  wechat: (words) => ({
    'content.html': `<section><p>${words}</p><img src="images/1.jpg" alt=""></section>`,
    'draft.json': JSON.stringify({ title: words, author: '马建国', digest: '摘要', cover: 'cover.jpg' }),
    'cover.jpg': jpeg,
    'images/1.jpg': jpeg,
  }),
}

export type Story = {
  readonly id: StoryId
  readonly version: number
  readonly made: readonly Draft[]
  readonly released: Draft
  readonly recalled: Draft
}

/** A story with its products in the blob store, and the events that tell of it. */
export async function story(
  { blobs, region }: Pick<Newsroom, 'blobs' | 'region'>,
  {
    words = '引黄灌区开闸放水',
    version = 1,
    id = uuidv7() as StoryId,
    from = '640000',
    outlets = region.centres.flatMap((centre) => centre.outlets),
    media = [] as string[],
    corrects = undefined as { severity: 'error' | 'update'; note: string } | undefined,
  } = {},
): Promise<Story> {
  const at = new Date().toISOString()
  const person = `${from}-editor`
  const made = await Promise.all(
    outlets.map(async (outlet) => ({ outlet, ...(await product(blobs, outlet, words, { id, version, media, at })) })),
  )
  const released = draft('story.released', id, {
    story: id,
    version,
    centre: from as CentreId,
    person,
    headline: words,
    products: made.map(({ outlet, hash }) => ({ outlet: outlet.id, hash, authorisedBy: null })),
    mustCarry: true,
    origin: null,
    document: {},
    ...(corrects ? { correction: { previous: version - 1, publishedAt: at, ...corrects } } : {}),
    at,
  })
  const recalled = draft('story.recalled', id, { story: id, centre: from as CentreId, person, reason: '事实有误', cause: null, at })
  return { id, version, made: made.map((one) => one.draft), released, recalled }
}

async function product(
  blobs: BlobStore,
  { id: outlet, channel }: { id: OutletId; channel: Outlet['channel'] },
  words: string,
  { id, version, media, at }: { id: StoryId; version: number; media: readonly string[]; at: string },
) {
  const files = await Promise.all(
    Object.entries(contents[channel](words)).map(async ([path, content]) => ({
      path,
      mediaType: path.endsWith('.jpg') ? 'image/jpeg' : 'text/plain',
      ...(await blobs.putBytes(content)),
    })),
  )
  const lines = files
    .filter(({ path }) => !path.startsWith('preview/'))
    .map((file) => `${file.path} ${file.sha256}\n`)
    .sort()
  const hash = sha256.parse(createHash('sha256').update(lines.join('')).digest('hex'))
  const body = {
    story: id,
    version,
    centre: outlet.slice(0, 6) as CentreId,
    outlet,
    channel,
    product: `${id}.${version}.${outlet}`,
    hash,
    headline: words,
    files,
    media: media.map((one) => sha256.parse(one)),
    notes: [],
    at,
  }
  return { hash, draft: draft('product.made', id, body) }
}
