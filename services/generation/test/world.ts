import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ProductView } from '@kitchen/api'
import { append, systemTransaction } from '@kitchen/database'
import { testLog } from '@kitchen/event-log/testing'
import { draft } from '@kitchen/events'
import type { Caller } from '@kitchen/model'
import { answerProblems, createLogger, setCaller } from '@kitchen/runtime'
import express from 'express'
import supertest from 'supertest'
import { migrations, startGeneration } from '../src/index.ts'
import type { Asset } from '../src/preparation.ts'
import { region, type Sealed, temporaryStore } from './samples.ts'

export type World = Awaited<ReturnType<typeof openWorld>>

/** The service with a real database and log; what others tell it is appended as they do. */
export async function openWorld() {
  const folder = await mkdtemp(join(tmpdir(), 'kitchen-generation-'))
  const blobs = await temporaryStore()
  const logger = createLogger({ level: 'warn' } as never)
  const { database, log, settle, stop: stopLog } = await testLog([migrations])
  const hints: { about: string; id: string | null; centres: readonly string[] }[] = []
  const start = () =>
    startGeneration({
      database,
      log,
      blobs,
      region,
      logger,
      hints: { send: ({ about, id }, { centres }) => void hints.push({ about, id, centres }) },
      clock: () => new Date(),
      folder,
      publicOrigin: 'http://localhost:8081',
    })
  let service = await start()

  const tell = (key: string, ...drafts: ReturnType<typeof draft>[]) => systemTransaction(database, [key], (tx) => append(tx, drafts))
  const seal = (version: Sealed) => tell(version.story, draft('version.sealed', version.story, version))
  const release = (story: string, outlets: readonly string[]) =>
    tell(
      story,
      draft('story.released', story, {
        story,
        version: 1,
        centre: '640000',
        person: '640000-editor',
        headline: '标题',
        products: outlets.map((outlet) => ({ outlet, hash: 'a'.repeat(64), authorisedBy: null })),
        mustCarry: true,
        origin: null,
        document: {},
        at: new Date().toISOString(),
      }),
    )
  const recall = (story: string) =>
    tell(
      story,
      draft('story.recalled', story, {
        story,
        centre: '640000',
        person: '640000-editor-in-chief',
        reason: '有误',
        cause: null,
        at: new Date().toISOString(),
      }),
    )

  /** The service's routes as a person of that centre reaches them. */
  const as = (centre: string) => {
    const caller = { person: `${centre}-editor`, name: '编辑', centre, roles: ['editor'] } as unknown as Caller
    const app = express()
    app.use((request, _response, next) => {
      setCaller(request, caller)
      next()
    })
    app.use(service.value.routes, answerProblems(logger))
    return supertest(app)
  }

  /** The products of a story's newest version, once they are as `done` wants them. */
  const products = async (story: string, done: (all: readonly ProductView[]) => boolean, centre = '640000'): Promise<ProductView[]> => {
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

  /** What was told of a story's products, in order. */
  const told = async (story: string) => {
    const text = `select type, body ->> 'outlet' as outlet, body -> 'failure' ->> 'code' as code from journal.event where topic = 'product' and key = $1 order by position`
    return (await database.system.query<{ type: string; outlet: string; code: string | null }>(text, [story])).rows
  }

  /** Tells that these recipes of an asset are done, as transcoding does: one event each. */
  const rendered = (asset: Asset, recipes: readonly string[]) =>
    tell(
      asset.id,
      ...recipes.map((recipe) => {
        const { files, width, height, durationMs } = asset.renditions.get(recipe)!
        return draft('asset.rendered', asset.id, {
          asset: asset.id,
          centre: '640000',
          source: 'b'.repeat(64),
          recipe,
          files: [...files],
          width,
          height,
          durationMs,
          at: new Date().toISOString(),
        })
      }),
    )
  const failed = (asset: string, recipe: string) =>
    tell(
      asset,
      draft('asset.failed', asset, {
        asset,
        centre: '640000',
        source: 'b'.repeat(64),
        recipe,
        failure: { code: 'transcoding/x', says: { zh: '坏', en: 'bad' }, next: { zh: '换', en: 'change' } },
        at: new Date().toISOString(),
      }),
    )
  const received = (asset: string, aigc: Record<string, string> | null = null) =>
    tell(
      asset,
      draft('asset.received', asset, {
        asset,
        centre: '640000',
        person: '640000-reporter',
        story: null,
        name: 'a.jpg',
        kind: 'photo',
        sha256: 'b'.repeat(64),
        bytes: 1,
        mediaType: 'image/jpeg',
        width: null,
        height: null,
        durationMs: null,
        aigc,
        at: new Date().toISOString(),
      }),
    )

  const stopService = () => service.stop()
  const startAgain = async () => {
    service = await start()
  }
  const stop = async () => {
    await service.stop()
    await stopLog()
    await rm(folder, { recursive: true, force: true })
  }
  return {
    database,
    blobs,
    hints,
    settle,
    seal,
    release,
    recall,
    as,
    products,
    told,
    rendered,
    failed,
    received,
    report: () => service.value.report(),
    act: (id: string, action: string) => service.value.act(id, action),
    stopService,
    startAgain,
    stop,
  }
}
