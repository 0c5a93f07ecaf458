import { act, type SystemView } from '@kitchen/api'
import type { Caller, CentreId } from '@kitchen/model'
import { body, callerOf, createMetrics, demand, type Logger, type Measure, type Report, refuseRequest } from '@kitchen/runtime'
import { type RequestHandler, Router } from 'express'
import { type ReadyNeeds, readiness } from './ready.ts'

/** A part as the operator sees it. */
export type Observed = {
  readonly name: string
  readonly report: () => Promise<Report>
  readonly measures?: () => Promise<readonly Measure[]>
  /** Whether a process that serves it is there, where it is another process's. */
  readonly present?: () => boolean
  readonly act: (id: string, action: string) => Promise<void>
}

type Needs = ReadyNeeds & { readonly logger: Logger; readonly root: CentreId }

/** /live, /ready, /metrics for machines; /api/system for the System page. `root`: the centre whose operator runs the house. */
export function operatorRoutes({ logger, root, ...asked }: Needs): Router {
  const router = Router()
  const { observed } = asked
  const reports = shared(() => Promise.all(observed.map((part) => reportOf(part, logger))))
  const metrics = createMetrics(observed)
  const checks = readiness(asked)
  router.use(timed(metrics.requests))
  router.get('/live', (_request, response) => {
    response.type('text').send('live\n')
  })
  router.get('/ready', async (_request, response) => {
    const found = await checks()
    const ready = found.every(({ ok }) => ok)
    response.status(ready ? 200 : 503).json({ ready, checks: found })
  })
  router.get('/metrics', async (_request, response) => {
    response.type(metrics.registry.contentType).send(await metrics.registry.metrics())
  })
  router.get('/api/system', async (request, response) => {
    const caller = callerOf(request)
    demand(caller, 'system.read')
    response.json(viewOf(await reports(), sightOf(caller, root)))
  })
  router.post('/api/system/:part/act', async (request, response) => {
    const caller = callerOf(request)
    demand(caller, 'system.operate')
    const part = observed.find(({ name }) => name === request.params.part)
    const wanted = body(request, act)
    if (!part || !(await maySee(part, wanted.id, caller, root))) throw refuseRequest('runtime/not-found')
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

/** Who asks while a round of reports is being made gets that round: a scrape asks twice, and each is work for the database. */
function shared<T>(make: () => Promise<T>): () => Promise<T> {
  let making: Promise<T> | undefined
  return () => {
    making ??= make().finally(() => {
      making = undefined
    })
    return making
  }
}

/** The operator of the whole house sees every centre and what belongs to none; everybody else what is stuck at their own centre. */
const sightOf =
  (caller: Caller, root: CentreId) =>
  ({ centre }: { readonly centre: CentreId | null }): boolean =>
    runsTheHouse(caller, root) || centre === caller.centre
const runsTheHouse = ({ centre, roles }: Caller, root: CentreId): boolean => centre === root && roles.includes('operator')

async function maySee(part: Observed, id: string, caller: Caller, root: CentreId): Promise<boolean> {
  return runsTheHouse(caller, root) || (await part.report()).stuck.some((one) => one.id === id && sightOf(caller, root)(one))
}

const viewOf = (reports: readonly Report[], seen: ReturnType<typeof sightOf>): SystemView => ({
  parts: reports.map(({ part, state, figures }) => ({ part, state, figures })),
  stuck: reports
    .flatMap(({ stuck }) => stuck)
    .filter(seen)
    .sort((a, b) => a.since.localeCompare(b.since)),
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
