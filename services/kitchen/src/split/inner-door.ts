import { act } from '@kitchen/api'
import {
  answerProblems,
  body,
  createMetrics,
  hopHeader,
  type Logger,
  readHop,
  refuseRequest,
  type ServiceValue,
  setCaller,
  traced,
} from '@kitchen/runtime'
import express, { type Express, type RequestHandler, Router } from 'express'

type Needs = {
  readonly services: Readonly<Record<string, ServiceValue>>
  readonly secret: string
  readonly logger: Logger
  /** Called for each request that another process sent. */
  readonly asked: () => void
}

/**
 * The door for the other processes of the kitchen: the services of this one, as the front door has authenticated who asks. /live and /metrics are open
 * to machines; all else needs the signature of this kitchen. It stands on the inner network alone.
 */
export function innerDoor({ services, secret, logger, asked }: Needs): Express {
  const app = express().disable('x-powered-by').set('etag', 'strong')
  app.use(traced)
  app.use(forMachines(services))
  app.use(signedBy(secret, asked))
  app.use(express.json({ limit: '4mb' }))
  app.use(forTheOperator(services))
  for (const { routes } of Object.values(services)) app.use(routes)
  app.use(() => {
    throw refuseRequest('runtime/not-found')
  })
  app.use(answerProblems(logger))
  return app
}

function forMachines(services: Needs['services']): Router {
  const router = Router()
  const { registry } = createMetrics(Object.entries(services).map(([name, { measures }]) => ({ name, measures })))
  router.get('/live', (_request, response) => {
    response.type('text').send('live\n')
  })
  router.get('/metrics', async (_request, response) => {
    response.type(registry.contentType).send(await registry.metrics())
  })
  return router
}

const signedBy =
  (secret: string, asked: () => void): RequestHandler =>
  (request, _response, next) => {
    const hop = readHop(secret, request.get(hopHeader), { method: request.method, url: request.originalUrl })
    if (hop === 'forged') throw refuseRequest('runtime/not-signed-in')
    if (hop.caller) setCaller(request, hop.caller)
    asked()
    next()
  }

function forTheOperator(services: Needs['services']): Router {
  const router = Router()
  const named = (name: unknown): ServiceValue => {
    const found = typeof name === 'string' && Object.hasOwn(services, name) ? services[name] : undefined
    if (!found) throw refuseRequest('runtime/not-found')
    return found
  }
  router.get('/inner/report/:part', async (request, response) => {
    response.json(await named(request.params.part).report())
  })
  router.get('/inner/measures/:part', async (request, response) => {
    response.json((await named(request.params.part).measures?.()) ?? [])
  })
  router.post('/inner/act/:part', async (request, response) => {
    const wanted = body(request, act)
    await named(request.params.part).act(wanted.id, wanted.do)
    response.status(204).end()
  })
  return router
}
