import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BlobStore, openDiskStore } from '@kitchen/blob-store'
import { type Database, startDatabase } from '@kitchen/database'
import * as distribution from '@kitchen/distribution'
import { type Observed, openLive, openPublished, openWorkspace, sameOrigin } from '@kitchen/edge'
import * as editing from '@kitchen/editing'
import { type EventLog, startPostgresLog } from '@kitchen/event-log'
import * as generation from '@kitchen/generation'
import * as identity from '@kitchen/identity'
import * as ingest from '@kitchen/ingest'
import type { Region } from '@kitchen/model'
import {
  type Hints,
  type Listening,
  type Logger,
  type PartTable,
  partsOf,
  type ServiceNeeds,
  type ServiceValue,
  type Settings,
} from '@kitchen/runtime'
import * as search from '@kitchen/search'
import * as syndication from '@kitchen/syndication'
import * as transcoding from '@kitchen/transcoding'
import { journalPart } from './journal.ts'

/** What every part gives to the others. */
export type Values = {
  database: Database
  log: EventLog
  blobs: BlobStore
  live: { hints: Hints; attach: ReturnType<typeof openLive>['attach'] }
  published: Listening & { serve: (published: distribution.DistributionValue['published']) => void }
  journal: ServiceValue
  identity: identity.IdentityValue
  ingest: ServiceValue
  editing: ServiceValue
  transcoding: ServiceValue
  generation: ServiceValue
  distribution: distribution.DistributionValue
  syndication: ServiceValue
  search: ServiceValue
  edge: Listening
}

/** The services that have routes, a report and buttons. */
const observed = [
  'journal',
  'identity',
  'ingest',
  'editing',
  'transcoding',
  'generation',
  'distribution',
  'syndication',
  'search',
] as const satisfies readonly (keyof Values)[]

export const migrations = [
  identity.migrations,
  ingest.migrations,
  editing.migrations,
  transcoding.migrations,
  generation.migrations,
  distribution.migrations,
  syndication.migrations,
  search.migrations,
]
const frontEnd = fileURLToPath(new URL('../../workspace/dist', import.meta.url))

/**
 * The one table of parts: what each needs and how it starts. In one process they meet here; which adapters they get is decided here and nowhere else.
 * `live` comes before the services, which send hints through it, and its `authenticate` is known only once identity runs.
 */
export function partsTable(settings: Settings, region: Region, logger: Logger): PartTable<Values> {
  const part = partsOf<Values>()
  const data = settings.KITCHEN_DATA
  const clock = () => new Date()
  let authenticate: identity.IdentityValue['authenticate'] = async () => undefined
  const service = (
    name: string,
    { database, log, blobs, live, published }: Pick<Values, 'database' | 'log' | 'blobs' | 'live' | 'published'>,
  ): ServiceNeeds => ({
    database,
    log,
    blobs,
    region,
    clock,
    logger: logger.child({ part: name }),
    hints: live.hints,
    folder: join(data, name),
    publicOrigin: settings.KITCHEN_PUBLIC_ORIGIN ?? `http://localhost:${published.port}`,
  })
  const common = ['database', 'log', 'blobs', 'live', 'published'] as const
  return {
    database: part([], () => startDatabase({ folder: data, url: settings.DATABASE_URL, migrations })),
    log: part(['database'], ({ database }) => startPostgresLog({ database, logger: logger.child({ part: 'log' }) })),
    blobs: part([], async () => ({ value: await openDiskStore(join(data, 'blobs')), stop: async () => {} })),
    live: part([], async () => {
      const { hints, attach, stop } = openLive({
        logger: logger.child({ part: 'live' }),
        authenticate: (cookies) => authenticate(cookies),
        sameOrigin,
      })
      return { value: { hints, attach }, stop }
    }),
    published: part([], () =>
      openPublished({
        reach: settings.KITCHEN_HOST,
        logger: logger.child({ part: 'published' }),
        port: settings.KITCHEN_PUBLIC_PORT ?? (settings.KITCHEN_PORT === 0 ? 0 : settings.KITCHEN_PORT + 1),
      }),
    ),
    journal: part(['database'], ({ database }) => journalPart(database, region)),
    identity: part(common, async (values) => {
      const started = await identity.startIdentity({ ...service('identity', values), sample: settings.KITCHEN_SIGN_IN === 'sample' })
      authenticate = started.value.authenticate
      return started
    }),
    ingest: part(common, (values) => ingest.startIngest(service('ingest', values))),
    editing: part(common, (values) => editing.startEditing(service('editing', values))),
    transcoding: part(common, (values) => transcoding.startTranscoding(service('transcoding', values))),
    generation: part(common, (values) => generation.startGeneration(service('generation', values))),
    distribution: part(common, async (values) => {
      const started = await distribution.startDistribution({ ...service('distribution', values), wechat: wechatOf(settings) })
      values.published.serve(started.value.published)
      return started
    }),
    syndication: part(common, (values) => syndication.startSyndication(service('syndication', values))),
    search: part(common, (values) => search.startSearch(service('search', values))),
    edge: part(['live', 'blobs', ...observed], async ({ live, blobs, ...services }) => {
      const running: Observed[] = observed.map((name) => ({ name, ...services[name] }))
      return openWorkspace({
        logger: logger.child({ part: 'edge' }),
        blobs,
        authenticate: services.identity.authenticate,
        routes: observed.map((name) => services[name].routes),
        observed: running,
        root: region.root,
        hosts: settings.KITCHEN_SIGN_IN === 'sample' ? 'loopback' : 'any',
        site: frontEnd,
        live: { hints: live.hints, attach: live.attach, stop: async () => {} },
        workspacePort: settings.KITCHEN_PORT,
        reach: settings.KITCHEN_HOST,
      })
    }),
  }
}

/** Where articles of real Official Accounts lie. */
const articles = 'https://mp.weixin.qq.com'

function wechatOf({ WECHAT_BASE_URL: base, WECHAT_ACCOUNTS: file }: Settings): distribution.WechatSettings {
  return base === undefined || file === undefined
    ? 'simulator'
    : { kind: 'accounts', base, articles, accounts: distribution.readWechatAccounts(file) }
}
