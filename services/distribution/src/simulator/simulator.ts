import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Logger, listen, type Part } from '@kitchen/runtime'
import express from 'express'
import { apiRoutes } from './api.ts'
import { pageRoutes } from './pages.ts'
import { openStore } from './store.ts'
import { type SimulatorSettings, usualSettings, type World } from './world.ts'

/** A running simulator, at `base`. Its accounts belong to outlets and are made on first use; their person presses 群发 after a moment. */
export type Simulator = { readonly kind: 'simulator'; readonly base: string }
export type SimulatorNeeds = {
  readonly folder: string
  readonly logger: Logger
  readonly settings?: Partial<SimulatorSettings>
  readonly clock?: () => Date
}

/**
 * A WeChat of one's own on loopback: tokens that expire, limits, quotas, error codes, drafts, publication, a person who presses 群发 and deletes, and
 * the pages that readers see. What it knows lies in the folder, with its port: after a restart the same addresses answer.
 */
export async function startWechatSimulator({
  folder,
  logger,
  settings = {},
  clock = () => new Date(),
}: SimulatorNeeds): Promise<Part<Simulator>> {
  const store = openStore(folder)
  const portFile = join(folder, 'port')
  let base = ''
  const world: World = { store, settings: { ...usualSettings, ...settings }, now: () => clock().getTime(), origin: () => base }
  const app = express().disable('x-powered-by')
  app.use('/cgi-bin', jsonUnlessMultipart)
  app.use(apiRoutes(world, folder))
  app.use(pageRoutes(world, folder))
  const door = await listen(app, existsSync(portFile) ? Number(readFileSync(portFile, 'utf8')) || 0 : 0)
  base = `http://127.0.0.1:${door.value.port}`
  writeFileSync(portFile, String(door.value.port))
  logger.info({ base }, 'the WeChat simulator listens')
  return { value: { kind: 'simulator', base }, stop: door.stop }
}

/** Clients send JSON with any content type, or none. */
const jsonUnlessMultipart = express.json({
  limit: '4mb',
  type: (request) => !String(request.headers['content-type'] ?? '').startsWith('multipart/'),
})
