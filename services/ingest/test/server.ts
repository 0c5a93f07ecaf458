import { mkdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { openDiskStore } from '@kitchen/blob-store'
import type { Database } from '@kitchen/database'
import { startPostgresLog } from '@kitchen/event-log'
import type { Caller } from '@kitchen/model'
import { answerProblems, createLogger, type Hints, type ServiceNeeds, setCaller } from '@kitchen/runtime'
import express from 'express'

import { startIngest } from '../src/index.ts'

/** Who asks is told by a header: the edge's sessions are not what is tested here. */
export const people = {
  reporter: { person: '640000-reporter', name: '马骏', centre: '640000', roles: ['reporter'] },
  colleague: { person: '640000-editor', name: '李强', centre: '640000', roles: ['editor'] },
  county: { person: '640122-county-editor', name: '张敏', centre: '640122', roles: ['county-editor'] },
  operator: { person: '640000-operator', name: '王伟', centre: '640000', roles: ['operator'] },
} as unknown as Readonly<Record<string, Caller>>

export type IngestServer = {
  readonly origin: string
  readonly needs: ServiceNeeds
  readonly hinted: Parameters<Hints['send']>[]
  readonly part: Awaited<ReturnType<typeof startIngest>>
  readonly stop: () => Promise<void>
}

/** Ingest behind a bare HTTP server on a loopback port, with its blobs and spool in `folder`. */
export async function serveIngest(database: Database, folder: string, port = 0): Promise<IngestServer> {
  mkdirSync(folder, { recursive: true })
  const hinted: Parameters<Hints['send']>[] = []
  const logger = createLogger({ level: process.env.LOG ?? 'silent' })
  const needs = {
    database,
    blobs: await openDiskStore(join(folder, 'blobs')),
    logger,
    hints: {
      send: (...hint) => {
        hinted.push(hint)
      },
    },
    clock: () => new Date(),
    folder: join(folder, 'ingest'),
    publicOrigin: 'http://localhost:8081',
  } as Omit<ServiceNeeds, 'log' | 'region'> as ServiceNeeds
  const log = await startPostgresLog({ database, logger })
  const part = await startIngest({ ...needs, log: log.value })
  const app = express()
  app.use((request, _response, next) => {
    const caller = people[request.get('x-person') ?? '']
    if (caller) setCaller(request, caller)
    next()
  })
  app.use(part.value.routes, answerProblems(logger))
  const server = createServer(app)
  await new Promise<void>((ready) => server.listen(port, '127.0.0.1', ready))
  const stop = async () => {
    server.closeAllConnections()
    await new Promise((closed) => server.close(closed))
    await part.stop()
    await log.stop()
  }
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, needs, hinted, part, stop }
}
