import {
  askRedrive,
  askReplay,
  type Database,
  historyOf,
  type Lag,
  type LogLag,
  lagOf,
  logLagOf,
  parkedCounts,
  parkedKeys,
  queueOf,
} from '@kitchen/database'
import { type CentreId, centreOf, type PersonId, personOf, type Region, storyId } from '@kitchen/model'
import { callerOf, demand, type Measure, type Part, type Report, refuseRequest, type ServiceValue } from '@kitchen/runtime'
import { Router } from 'express'
import { parkedView } from './parked.ts'

/** One line of what happened to a story: when, what, who, where, why. Bodies stay inside: documents and receipts have screens of their own. */
export type Happening = {
  readonly at: string
  readonly position: number
  readonly what: string
  readonly who: string | null
  readonly centre: string | null
  readonly outlet: string | null
  readonly why: string | null
  readonly review: string | null
  readonly version: number | null
  /** Id of the trace (W3C) that it belongs to: what logs and the log's messages carry. */
  readonly trace: string | null
}

/** The journal as people see it: a story's whole way, what is parked, and how far anybody is behind. */
export async function journalPart(database: Database, region: Region): Promise<Part<ServiceValue>> {
  const routes = Router()
  routes.get('/api/journal/:story', async (request, response) => {
    const caller = callerOf(request)
    demand(caller, 'story.read')
    const story = storyId.safeParse(request.params.story)
    const events = story.success ? await historyOf(database, story.data) : []
    const owner = events.find(({ type }) => type === 'version.sealed' || type === 'story.filed')
    const runsTheHouse = caller.centre === region.root && caller.roles.includes('operator')
    if (!owner || (fieldOf(owner.body, 'centre') !== caller.centre && !runsTheHouse)) throw refuseRequest('runtime/not-found')
    response.json({ happenings: events.map((event) => happening(region, event)) })
  })
  return { value: { routes, report: () => report(database), measures: () => measures(database), act }, stop: async () => {} }

  async function act(id: string, action: string): Promise<void> {
    if (action === 'replay') return replay(database, id)
    const [consumer, topic, key] = id.split(' ')
    if (consumer && topic && key) await askRedrive(database, { consumer, topic, key })
  }
}

async function replay(database: Database, consumer: string): Promise<void> {
  const replayed = await askReplay(database, consumer)
  if ('able' in replayed) throw refuseRequest('runtime/no-replay', { consumer, able: replayed.able.join(', ') || '—' })
}

type Told = { readonly position: number; readonly at: Date; readonly type: string; readonly body: unknown; readonly trace: string | null }

function happening(region: Region, { position, at, type, body, trace }: Told): Happening {
  const [person, centre] = [fieldOf(body, 'person'), fieldOf(body, 'centre')]
  return {
    at: at.toISOString(),
    position,
    what: type,
    who: person === null ? null : (personOf(region, person as PersonId)?.name.zh ?? person),
    centre: centre === null ? null : centreOf(region, centre as CentreId).name.zh,
    outlet: fieldOf(body, 'outlet'),
    why: fieldOf(body, 'reason') ?? failureIn(body),
    review: fieldOf(body, 'review'),
    version: versionIn(body),
    trace: trace?.split('-')[1] ?? null,
  }
}

const fieldOf = (body: unknown, name: string): string | null => {
  const value = typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined
  return typeof value === 'string' ? value : null
}

const versionIn = (body: unknown): number | null =>
  typeof body === 'object' && body !== null && 'version' in body && typeof body.version === 'number' ? body.version : null

const failureIn = (body: unknown): string | null => {
  const failure = typeof body === 'object' && body !== null && 'failure' in body ? body.failure : undefined
  const says = typeof failure === 'object' && failure !== null && 'says' in failure ? fieldOf(failure.says, 'zh') : null
  return failure === undefined ? null : [says, fieldOf(failure, 'code')].filter(Boolean).join(' ')
}

async function report(database: Database): Promise<Report> {
  const [queue, parked, lag] = await Promise.all([queueOf(database), parkedKeys(database), lagOf(database)])
  const oldest = queue.oldest ? Math.round((Date.now() - queue.oldest.getTime()) / 1000) : 0
  return {
    part: 'journal',
    state: oldest > 30 ? 'trouble' : 'ready',
    figures: [
      { name: { zh: '待转发事件', en: 'events to relay' }, value: queue.events, unit: 'count' },
      { name: { zh: '最久等待', en: 'oldest to relay' }, value: oldest, unit: 'seconds' },
      { name: { zh: '待处理事件', en: 'events to apply' }, value: lag.reduce((sum, { events }) => sum + events, 0), unit: 'count' },
      { name: { zh: '停下的稿件', en: 'parked keys' }, value: parked.length, unit: 'count' },
      ...secondsOf(lag).map(({ consumer, seconds }) => ({
        name: { zh: `${consumer} 落后`, en: `${consumer} is behind` },
        value: Math.round(seconds),
        unit: 'seconds',
      })),
    ],
    stuck: parked.map(parkedView),
  }
}

async function measures(database: Database): Promise<readonly Measure[]> {
  const [queue, lags, parked] = await Promise.all([queueOf(database), logLagOf(database), parkedCounts(database)])
  return [
    ...parked.map(({ consumer, many }): Measure => ({ name: 'parked_keys', labels: { consumer }, value: many })),
    ...(lags.length > 0 ? lags : secondsOf(await lagOf(database))).flatMap(({ consumer, events, seconds }): Measure[] => [
      { name: 'lag_seconds', labels: { consumer }, value: Math.max(0, seconds) },
      { name: 'lag_events', labels: { consumer }, value: events },
    ]),
    { name: 'relay_events', labels: {}, value: queue.events },
    { name: 'relay_oldest_seconds', labels: {}, value: queue.oldest ? Math.max(0, (Date.now() - queue.oldest.getTime()) / 1000) : 0 },
  ]
}

/** Of each consumer that is behind: events, and how many seconds ago the oldest of them was appended. Out of the journal, so on any log. */
function secondsOf(lag: readonly Lag[]): readonly LogLag[] {
  return [...Map.groupBy(lag, ({ consumer }) => consumer)].map(([consumer, rows]) => ({
    consumer,
    events: rows.reduce((sum, { events }) => sum + events, 0),
    seconds: Math.max(0, Date.now() - Math.min(...rows.map(({ oldest }) => oldest.getTime()))) / 1000,
  }))
}
