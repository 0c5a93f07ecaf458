import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { BlobStore } from '@kitchen/blob-store'
import type { Caller, CentreId } from '@kitchen/model'
import { answerProblems, type Logger, refuseRequest, setCaller, traced } from '@kitchen/runtime'
import express, { type Express, type RequestHandler, type Router } from 'express'
import helmet from 'helmet'
import { mediaRoutes } from './media.ts'
import { noNul } from './no-nul.ts'
import { type Observed, operatorRoutes } from './operator.ts'

export type WorkspaceNeeds = {
  readonly logger: Logger
  readonly blobs: BlobStore
  readonly authenticate: (cookies: string | undefined) => Promise<Caller | undefined>
  readonly routes: readonly Router[]
  /** What other processes answer: bodies go there unread. */
  readonly behind?: readonly RequestHandler[]
  readonly observed: readonly Observed[]
  /** Something small, to see whether the database answers. */
  readonly askDatabase: () => Promise<unknown>
  /** The centre whose operator runs the whole house. */
  readonly root: CentreId
  /** Names under which people may ask for the workspace; `any` only where everybody signs in with a password. */
  readonly hosts: 'loopback' | 'any'
  /** The built front end; without it the API alone is served. */
  readonly site: string
}

/** Origin 1: people who are signed in. The front end, the API, media by session. Nothing here is ever framed by another site. */
export function workspaceOrigin({
  logger,
  blobs,
  authenticate,
  routes,
  behind = [],
  observed,
  askDatabase,
  root,
  hosts,
  site,
}: WorkspaceNeeds): Express {
  const app = express().disable('x-powered-by').set('etag', 'strong')
  app.use(
    helmet({
      contentSecurityPolicy: { directives: policy },
      strictTransportSecurity: false,
      crossOriginOpenerPolicy: false,
      originAgentCluster: false,
    }),
  )
  app.use(traced)
  app.use(noNul)
  if (hosts === 'loopback') app.use(askedByOwnName)
  app.use(fromHere)
  app.use(withCaller(authenticate))
  app.use(told(logger))
  for (const handler of behind) app.use(handler)
  app.use(express.json({ limit: '4mb' }))
  app.use(operatorRoutes({ observed, blobs, askDatabase, logger, root }))
  app.use(mediaRoutes(blobs))
  for (const router of routes) app.use(router)
  app.use('/api', () => {
    throw refuseRequest('runtime/not-found')
  })
  app.use(frontEnd(site))
  app.use(answerProblems(logger))
  return app
}

const policy = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:', 'blob:'],
  mediaSrc: ["'self'", 'blob:'],
  frameSrc: ["'self'"],
  connectSrc: ["'self'", 'ws:', 'wss:'],
  frameAncestors: ["'self'"],
  objectSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  upgradeInsecureRequests: null,
}

/**
 * A site whose name was pointed at this machine (DNS rebinding) is of our own origin for the browser; only the Host header tells. One-click sign-in
 * would give it everything.
 */
const askedByOwnName: RequestHandler = (request, _response, next) => {
  const name = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase()
  next(ownNames.includes(name) ? undefined : refuseRequest('runtime/foreign-host'))
}
const ownNames = ['localhost', '127.0.0.1', '[::1]']

/** A request that changes something comes from our own pages, or from a program that sends no Origin at all. */
const fromHere: RequestHandler = (request, _response, next) => {
  const safe = ['GET', 'HEAD', 'OPTIONS'].includes(request.method)
  next(
    safe || sameOrigin(request.headers.origin, request.headers.host) ? undefined : refuseRequest('runtime/forbidden', { action: 'origin' }),
  )
}

/** Whether an Origin header names the host that was asked; programs without one pass, for cookies alone never reach us from another site. */
export function sameOrigin(origin: string | undefined, host: string | undefined): boolean {
  if (origin === undefined) return true
  try {
    return new URL(origin).host === host
  } catch {
    return false
  }
}

const withCaller =
  (authenticate: WorkspaceNeeds['authenticate']): RequestHandler =>
  async (request, _response, next) => {
    const caller = await authenticate(request.headers.cookie)
    if (caller) setCaller(request, caller)
    next()
  }

/** A line for each request that changes something or fails: how it was answered, after how many milliseconds; story, centre and trace are its own. */
const told =
  (logger: Logger): RequestHandler =>
  (request, response, next) => {
    const begun = performance.now()
    const safe = ['GET', 'HEAD', 'OPTIONS'].includes(request.method)
    response.on('close', () => {
      const { method, path } = request
      if (!safe || response.statusCode >= 500)
        logger.info({ method, path, status: response.statusCode, ms: Math.round(performance.now() - begun) }, 'asked')
    })
    next()
  }

/** Hashed files are kept for a year; every other address answers the page, which knows its own routes. */
function frontEnd(site: string): RequestHandler[] {
  const page = join(site, 'index.html')
  if (!existsSync(page))
    return [
      (_request, response) => {
        response.status(503).type('text').send('The front end is not built. 前端尚未构建: npm start')
      },
    ]
  return [
    express.static(site, {
      index: false,
      setHeaders: (response, path) => {
        response.setHeader('Cache-Control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
      },
    }),
    (request, response, next) => {
      if (request.method === 'GET' && request.accepts('html')) response.set('Cache-Control', 'no-cache').sendFile(page)
      else next(refuseRequest('runtime/not-found'))
    },
  ]
}
