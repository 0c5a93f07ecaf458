import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type RenditionsView, renditionList } from '@kitchen/api'
import { type BlobStore, openDiskStore } from '@kitchen/blob-store'
import { append, type Database, systemTransaction } from '@kitchen/database'
import { type TestLog, testLog } from '@kitchen/event-log/testing'
import { draft } from '@kitchen/events'
import { probe, sniff } from '@kitchen/media'
import { type AssetId, assetId, type Caller, centreId, personId, uuidv7 } from '@kitchen/model'
import { answerProblems, createLogger, type Part, readRegion, type ServiceNeeds, type ServiceValue, setCaller } from '@kitchen/runtime'
import express from 'express'
import request from 'supertest'
import { migrations, startTranscoding } from '../src/index.ts'

/** A running transcoding service on a private database, with what a test does to it. */
export type Bench = {
  readonly log: TestLog
  readonly blobs: BlobStore
  readonly folder: string
  readonly service: () => ServiceValue
  readonly restart: () => Promise<void>
  readonly receive: (file: string, centre?: string) => Promise<AssetId>
  readonly events: (
    asset: AssetId,
  ) => Promise<{ type: string; body: { recipe: string; files?: { path: string; sha256: string }[]; failure?: { code: string } } }[]>
  readonly app: (centre?: string) => express.Express
  readonly view: (asset: AssetId, centre?: string) => Promise<RenditionsView | undefined>
  readonly stop: () => Promise<void>
}

export const callerAt = (centre = '640000'): Caller => ({
  person: personId.parse(`${centre}-editor`),
  name: '编辑',
  centre: centreId.parse(centre),
  roles: ['editor', 'operator'],
})

export async function startBench(): Promise<Bench> {
  const log = await testLog([migrations])
  const folder = await mkdtemp(join(tmpdir(), 'transcoding-'))
  const blobs = await openDiskStore(join(folder, 'blobs'))
  const needs: ServiceNeeds = {
    database: log.database,
    log: log.log,
    blobs,
    region: readRegion(),
    logger: createLogger({ level: process.env.TEST_LOG ?? 'silent' }),
    hints: { send: () => {} },
    clock: () => new Date(),
    folder: join(folder, 'scratch'),
    publicOrigin: 'http://localhost:8081',
  }
  let part: Part<ServiceValue> = await startTranscoding(needs)
  const restart = async () => {
    await part.stop()
    part = await startTranscoding(needs)
  }
  return {
    log,
    blobs,
    folder,
    restart,
    service: () => part.value,
    receive: (file, centre = '640000') => receive(log.database, blobs, file, centre),
    events: (asset) => eventsOf(log, asset),
    app: (centre) => appFor(() => part.value, centre, needs),
    view: (asset, centre) =>
      viewOf(
        appFor(() => part.value, centre, needs),
        asset,
      ),
    stop: async () => {
      await part.stop()
      await log.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Stores the file and appends what ingest would. */
export async function receive(database: Database, blobs: BlobStore, file: string, centre: string): Promise<AssetId> {
  const asset = assetId.parse(uuidv7())
  const { kind, mediaType } = await sniff(file)
  const facts = await probe(file, kind).catch(() => ({ width: null, height: null, durationMs: null, aigc: null }))
  const { sha256, bytes } = await blobs.put(file)
  const body = {
    asset,
    centre: centreId.parse(centre),
    person: personId.parse(`${centre}-editor`),
    story: null,
    name: 'file',
    kind,
    sha256,
    bytes,
    mediaType,
    ...facts,
    at: new Date().toISOString(),
  }
  await systemTransaction(database, [asset], (tx) => append(tx, [draft('asset.received', asset, body)]))
  return asset
}

async function eventsOf(log: TestLog, asset: AssetId) {
  const { rows } = await log.database.system.query(
    `select type, body from journal.event where topic = 'asset' and key = $1 and type <> 'asset.received' order by sequence`,
    [asset],
  )
  return rows
}

function appFor(service: () => ServiceValue, centre: string | undefined, { logger }: ServiceNeeds): express.Express {
  const app = express()
  app.use(express.json())
  app.use((request, _response, next) => {
    setCaller(request, callerAt(centre))
    next()
  })
  app.use((request, response, next) => service().routes(request, response, next))
  app.use(answerProblems(logger))
  return app
}

async function viewOf(app: express.Express, asset: AssetId): Promise<RenditionsView | undefined> {
  const { body } = await request(app).get(`/api/renditions?assets=${asset}`).expect(200)
  return renditionList.parse(body).assets[0]
}

/** Waits until the asset's renditions are in one of these states. */
export async function until(bench: Bench, asset: AssetId, states: readonly string[], seconds = 60): Promise<RenditionsView> {
  for (let waited = 0; waited < seconds * 20; waited++) {
    const view = await bench.view(asset)
    if (view && states.includes(view.state)) return view
    await delay(50)
  }
  throw new Error(`not ${states.join(' or ')} after ${seconds} s: ${JSON.stringify(await bench.view(asset))}`)
}
