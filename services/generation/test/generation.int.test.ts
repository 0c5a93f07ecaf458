import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ProductView } from '@kitchen/api'
import { append, systemTransaction } from '@kitchen/database'
import { type TestLog, testLog } from '@kitchen/event-log/testing'
import { draft } from '@kitchen/events'
import type { Caller } from '@kitchen/model'
import { answerProblems, createLogger, setCaller } from '@kitchen/runtime'
import express from 'express'
import supertest from 'supertest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migrations, startGeneration } from '../src/index.ts'
import { feature, flash, photo, photoAsset, region, type Sealed, samplePhoto, sealed, storyId, temporaryStore } from './samples.ts'

const other = '01936f00-0000-7000-8000-000000000002'
let world: TestLog
let blobs: Awaited<ReturnType<typeof temporaryStore>>
let folder: string
let service: Awaited<ReturnType<typeof startGeneration>>
const logger = createLogger({ level: 'warn' } as never)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kitchen-generation-'))
  blobs = await temporaryStore()
  world = await testLog([migrations])
  service = await start()
}, 60_000)
afterAll(async () => {
  await service?.stop()
  await world?.stop()
  await rm(folder, { recursive: true, force: true })
})

const start = () =>
  startGeneration({
    database: world.database,
    log: world.log,
    blobs,
    region,
    logger,
    hints: { send: () => {} },
    clock: () => new Date(),
    folder,
    publicOrigin: 'http://localhost:8081',
  })
const tell = (key: string, ...drafts: ReturnType<typeof draft>[]) => systemTransaction(world.database, [key], (tx) => append(tx, drafts))
const seal = (version: Sealed) => tell(version.story, draft('version.sealed', version.story, version))

/** The service's routes as a person of that centre reaches them. */
function as(centre: string) {
  const caller = { person: `${centre}-editor`, name: '编辑', centre, roles: ['editor'] } as unknown as Caller
  const app = express()
  app.use((request, _response, next) => {
    setCaller(request, caller)
    next()
  })
  app.use(service.value.routes, answerProblems(logger))
  return supertest(app)
}

async function products(story: string, done: (all: readonly ProductView[]) => boolean, centre = '640000'): Promise<ProductView[]> {
  const end = Date.now() + 40_000
  for (;;) {
    const { body } = await as(centre).get(`/api/products?story=${story}`)
    const all = body.products as ProductView[]
    if (done(all)) return all
    if (Date.now() > end)
      throw new Error(`still ${JSON.stringify(all.map(({ outlet, state, failure }) => [outlet, state, failure?.code]).slice(0, 10))}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
const settled = (all: readonly ProductView[]) => all.length === 100 && all.every(({ state }) => state === 'made' || state === 'refused')

describe('a sealed text version', () => {
  it('becomes a hundred products, told once each', async () => {
    await seal(sealed(feature()))
    const all = await products(storyId, settled)
    expect(all.filter(({ state }) => state !== 'made').map(({ outlet, failure }) => [outlet, failure?.says.zh])).toEqual([])
    await world.settle()
    const { rows } = await world.database.system.query<{ outlet: string; times: number }>(
      `select body ->> 'outlet' as outlet, count(*)::int as times from journal.event where type = 'product.made' and key = $1 group by 1`,
      [storyId],
    )
    expect(rows).toHaveLength(100)
    expect(rows.every(({ times }) => times === 1)).toBe(true)
  }, 60_000)

  it('is shown to its own centre and to the centre of a product, and to no other', async () => {
    expect(await products(storyId, (all) => all.length > 0, '640122')).toHaveLength(5)
    const foreign = `${storyId}.1.640181-web`
    expect((await as('640122').get(`/api/products/${foreign}/files/index.html`)).status).toBe(404)
    expect((await as('640000').get(`/api/products/${foreign}/files/index.html`)).status).toBe(200)
  })

  it('shows a product in a sandbox that runs no script, in whole or in part', async () => {
    const page = await as('640122').get(`/api/products/${storyId}.1.640122-web/files/index.html`)
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(page.headers['content-security-policy']).toMatch(/^sandbox allow-same-origin; default-src 'none'/)
    expect(page.headers['content-security-policy']).not.toContain('allow-scripts')
    expect(page.text).toContain('贺兰融媒')
    const part = await as('640122').get(`/api/products/${storyId}.1.640122-tv/files/still.jpg`).set('Range', 'bytes=0-9')
    expect([part.status, part.headers['content-range']?.split('/')[0], part.body.length]).toEqual([206, 'bytes 0-9', 10])
    const preview = await as('640122').get(`/api/products/${storyId}.1.640122-tv/files/preview.html`)
    expect([preview.status, preview.headers.location]).toEqual([302, 'preview/index.html'])
  })
})
