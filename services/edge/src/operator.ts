import { act, type SystemView } from '@kitchen/api'
import { body, callerOf, createMetrics, demand, type Logger, type Report, refuseRequest } from '@kitchen/runtime'
import { type RequestHandler, Router } from 'express'

/** A part as the operator sees it. */
export type Observed = {
  readonly name: string
  readonly report: () => Promise<Report>
  readonly act: (id: string, action: string) => Promise<void>
}

/** /live, /ready, /metrics for machines; /api/system for the System page. */
export function operatorRoutes({ observed, logger }: { observed: readonly Observed[]; logger: Logger }): Router {
  const router = Router()
  const reports = () => Promise.all(observed.map((part) => reportOf(part, logger)))
  const metrics = createMetrics(reports)
  router.use(timed(metrics.requests))
  router.get('/live', (_request, response) => {
    response.type('text').send('live\n')
  })
  router.get('/ready', async (_request, response) => {
    const waiting = (await reports()).filter(({ state }) => state !== 'ready')
    response
      .status(waiting.length === 0 ? 200 : 503)
      .json({ ready: waiting.length === 0, waiting: waiting.map(({ part, state }) => ({ part, state })) })
  })
  router.get('/metrics', async (_request, response) => {
    response.type(metrics.registry.contentType).send(await metrics.registry.metrics())
  })
  router.get('/api/system', async (request, response) => {
    demand(callerOf(request), 'system.read')
    response.json(viewOf(await reports()))
  })
  router.post('/api/system/:part/act', async (request, response) => {
    demand(callerOf(request), 'system.operate')
    const part = observed.find(({ name }) => name === request.params.part)
    if (!part) throw refuseRequest('runtime/not-found')
    const wanted = body(request, act)
    await part.act(wanted.id, wanted.do)
    response.status(204).end()
  })
  return router
}

/** A part that cannot even report is in trouble, and the page still shows the others. */
async function reportOf({ name, report }: Observed, logger: Logger): Promise<Report> {
  try {
    return await report()
  } catch (error) {
    logger.error({ err: error, part: name }, 'a part could not report')
    return { part: name, state: 'trouble', figures: [], stuck: [] }
  }
}

const viewOf = (reports: readonly Report[]): SystemView => ({
  parts: reports.map(({ part, state, figures }) => ({ part, state, figures })),
  stuck: reports.flatMap(({ stuck }) => stuck).sort((a, b) => a.since.localeCompare(b.since)),
})

const timed =
  (requests: ReturnType<typeof createMetrics>['requests']): RequestHandler =>
  (request, response, next) => {
    const end = requests.startTimer()
    response.on('finish', () =>
      end({ route: String(request.route?.path ?? 'other'), method: request.method, status: String(response.statusCode) }),
    )
    next()
  }
