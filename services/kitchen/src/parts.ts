import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BlobStore } from '@kitchen/blob-store'
import { type Database, startDatabase } from '@kitchen/database'
import * as distribution from '@kitchen/distribution'
import { type Observed, openLive, openPublished, openWorkspace, sameOrigin } from '@kitchen/edge'
import * as editing from '@kitchen/editing'
import type { EventLog } from '@kitchen/event-log'
import * as generation from '@kitchen/generation'
import * as identity from '@kitchen/identity'
import * as ingest from '@kitchen/ingest'
import type { Region } from '@kitchen/model'
import {
  type Hints,
  hopSecret,
  type Listening,
  type Logger,
  type Part,
  type PartStart,
  type PartTable,
  partsOf,
  type ServiceNeeds,
  type ServiceValue,
  type Settings,
} from '@kitchen/runtime'
import * as search from '@kitchen/search'
import * as syndication from '@kitchen/syndication'
import * as transcoding from '@kitchen/transcoding'
import { openBlobs } from './blobs.ts'
import { startLog, startRelay } from './event-log.ts'
import { journalPart } from './journal.ts'
import { type Alone, beAlone } from './split/alone.ts'
import { countDid, counting, countingLog, type Did } from './split/did.ts'
import { type Directory, openDirectory } from './split/directory.ts'
import { hearHints, sendHints } from './split/hint-wire.ts'
import { addressWhenThere, type RemoteService, remoteService, untilAllAreKnown } from './split/remote.ts'
import { observed, type ServiceName, type Shape } from './split/targets.ts'

/** What every part gives to the others. */
export type Values = Record<ServiceName, ServiceValue | RemoteService> & {
  database: Database
  relay: undefined
  log: EventLog
  blobs: BlobStore
  sessions: identity.Sessions
  directory: Directory
  /** Held while this process serves what only one may. */
  alone: Alone
  live: Hints & Pick<ReturnType<typeof openLive>, 'attach' | 'edit'>
  edits: undefined
  hints: Hints
  published: Listening
  /** Where readers reach the published sites. */
  origin: string
  simulator: distribution.Simulator
  wechat: distribution.WechatSettings
  edge: Listening
}

export const migrations = [
  { schema: 'kitchen', folder: new URL('../migrations/', import.meta.url) },
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

/** What the table is made for: the settings, and which parts this process is. `did` counts what it does. */
export type Plan = {
  readonly settings: Settings
  readonly region: Region
  readonly logger: Logger
  readonly shape?: Shape
  readonly did?: Did
}

/**
 * The one table of parts: what each needs and how it starts. Which adapters they get is decided here and nowhere else: in one process they meet here, in
 * several a part that is another's stands in by its address.
 */
export function partsTable({ settings, region, logger, shape = 'all', did = countDid() }: Plan): PartTable<Values> {
  const part = partsOf<Values>()
  const data = settings.KITCHEN_DATA
  const clock = () => new Date()
  const log = (name: string) => logger.child({ part: name })
  const isHere = (name: ServiceName | 'edge' | 'simulator') => shape === 'all' || shape.has(name)
  const common = ['database', 'log', 'blobs', 'hints', 'origin'] as const
  const needsOf = (name: string, { database, log: events, blobs, hints, origin }: Pick<Values, (typeof common)[number]>): ServiceNeeds => ({
    ...{ database, log: events, blobs, hints, region, clock, publicOrigin: origin },
    ...{ logger: log(name), folder: join(data, name) },
  })
  /** The service itself, or the way to the process that runs it. */
  const service = <Name extends ServiceName, Need extends keyof Values = never>(
    name: Name,
    start: (needs: ServiceNeeds, more: Pick<Values, Need>) => Promise<Part<ServiceValue>>,
    more: readonly Need[] = [],
  ): PartStart<Values, Name> =>
    isHere(name)
      ? part([...common, ...more], (values) => start(needsOf(name, values), values) as Promise<Part<Values[Name]>>)
      : part(['directory'], async ({ directory }) => remoteService(name, directory, log(name)) as Part<Values[Name]>)

  return {
    database: part([], async () =>
      counting(await startDatabase({ folder: data, url: settings.DATABASE_URL, migrations, told: console.log }), did),
    ),
    relay: part(['database'], ({ database }) => startRelay(settings, { database, logger: log('relay') })),
    log: part(shape === 'all' ? ['database', 'relay'] : ['database'], async ({ database }) =>
      countingLog(await startLog(settings, { database, logger: log('log') }), did),
    ),
    blobs: part([], async () => ({ value: await openBlobs(settings), stop: async () => {} })),
    sessions: part(['database'], async ({ database }) => ({ value: identity.openSessions(database, region, clock), stop: async () => {} })),
    directory: part(['database'], ({ database }) =>
      openDirectory({
        database,
        logger: log('directory'),
        fixed: settings.KITCHEN_PEERS ?? {},
        secret: hopSecret(settings.DATABASE_URL ?? ''),
      }),
    ),
    alone: part(['database'], ({ database }) => beAlone('ingest', database)),
    live: part(['database', 'sessions'], async ({ database, sessions }) => {
      const live = openLive({ logger: log('live'), authenticate: identity.authenticateBy(sessions), sameOrigin })
      const hearing = shape === 'all' ? undefined : hearHints(database, live.hints, log('live'))
      const stop = () => Promise.all([hearing?.stop(), live.stop()]).then(() => {})
      return { value: { send: live.hints.send, attach: live.attach, edit: live.edit }, stop }
    }),
    // where the sockets are, whichever process serves the stories: the log in the database decides
    edits: part(['database', 'live', 'hints'], async ({ database, live, hints }) => {
      const { value, stop } = editing.startLiveEditing({ database, hints, region, clock, logger: log('edits') })
      live.edit(value)
      return { value: undefined, stop }
    }),
    hints:
      shape === 'all'
        ? part(['live'], async ({ live }) => ({ value: live, stop: async () => {} }))
        : part(['database'], async ({ database }) => sendHints(database, log('hints'))),
    published: part(['database', 'blobs'], async ({ database, blobs }) => {
      const port = settings.KITCHEN_PUBLIC_PORT ?? (settings.KITCHEN_PORT === 0 ? 0 : settings.KITCHEN_PORT + 1)
      const door = await openPublished({ reach: settings.KITCHEN_HOST, logger: log('published'), port })
      door.value.serve(distribution.publishedSite({ database, blobs, region, clock, publicOrigin: originOf(settings, door.value.port) }))
      return door
    }),
    origin: isHere('edge')
      ? part(['published'], async ({ published }) => ({ value: originOf(settings, published.port), stop: async () => {} }))
      : part([], async () => ({ value: originOf(settings), stop: async () => {} })),
    simulator: part([], () =>
      distribution.startWechatSimulator({ folder: join(data, 'distribution', 'wechat-simulator'), logger: log('simulator') }),
    ),
    wechat: wechatPart(settings, shape),
    journal: isHere('journal')
      ? part(['database'], ({ database }) => journalPart(database, region))
      : part(['directory'], async ({ directory }) => remoteService('journal', directory, log('journal'))),
    identity: service(
      'identity',
      (needs, { sessions }) => identity.startIdentity({ ...needs, sessions, sample: settings.KITCHEN_SIGN_IN === 'sample' }),
      ['sessions'],
    ),
    ingest: service('ingest', (needs) => ingest.startIngest(needs), shape === 'all' ? [] : ['alone']),
    editing: service('editing', editing.startEditing),
    transcoding: service('transcoding', transcoding.startTranscoding),
    generation: service('generation', generation.startGeneration),
    distribution: service('distribution', (needs, { wechat }) => distribution.startDistribution({ ...needs, wechat }), ['wechat']),
    syndication: service('syndication', syndication.startSyndication),
    search: service('search', (needs) => search.startSearch({ ...needs, elasticsearch: elasticsearchOf(settings) })),
    edge: part(
      ['database', 'live', 'edits', 'blobs', 'sessions', 'published', ...observed, ...(shape === 'all' ? [] : (['directory'] as const))],
      (values) =>
        openWorkspace({
          logger: log('edge'),
          blobs: values.blobs,
          authenticate: identity.authenticateBy(values.sessions),
          ...doorsTo(values),
          askDatabase: () => values.database.system.query('select 1'),
          root: region.root,
          hosts: settings.KITCHEN_SIGN_IN === 'sample' ? 'loopback' : 'any',
          site: frontEnd,
          attach: values.live.attach,
          workspacePort: settings.KITCHEN_PORT,
          reach: settings.KITCHEN_HOST,
        }),
    ),
  }
}

/** The services as the front door takes them: those of this process by their routes, the others by the way to them. */
function doorsTo(values: Pick<Values, ServiceName> & Partial<Pick<Values, 'directory'>>) {
  const far = observed.filter((name) => 'remote' in values[name])
  return {
    routes: observed.filter((name) => !far.includes(name)).map((name) => values[name].routes),
    behind: values.directory && far.length > 0 ? [...far.map((name) => values[name].routes), untilAllAreKnown(values.directory, far)] : [],
    observed: observed.map((name): Observed => ({ name, ...values[name] })),
  }
}

const originOf = (settings: Settings, port = settings.KITCHEN_PUBLIC_PORT ?? settings.KITCHEN_PORT + 1): string =>
  settings.KITCHEN_PUBLIC_ORIGIN ?? `http://localhost:${port}`

/** The simulator is one for the whole kitchen: within its distribution, or a process of its own that distribution waits for. */
function wechatPart(settings: Settings, shape: Shape): PartStart<Values, 'wechat'> {
  const part = partsOf<Values>()
  const real = wechatOf(settings)
  const given = async (value: distribution.WechatSettings) => ({ value, stop: async () => {} })
  if (shape === 'all' || real !== 'simulator') return part([], () => given(real))
  if (shape.has('simulator')) return part(['simulator'], ({ simulator }) => given(simulator))
  return part(['directory'], async ({ directory }) => given({ kind: 'simulator', base: await addressWhenThere(directory, 'simulator') }))
}

/** Where articles of real Official Accounts lie. */
const articles = 'https://mp.weixin.qq.com'

function wechatOf({ WECHAT_BASE_URL: base, WECHAT_ACCOUNTS: file }: Settings): distribution.WechatSettings {
  return base === undefined || file === undefined
    ? 'simulator'
    : { kind: 'accounts', base, articles, accounts: distribution.readWechatAccounts(file) }
}

/** None unless an address is set: then PostgreSQL answers. */
export const elasticsearchOf = (settings: Settings): search.ElasticsearchSettings | undefined =>
  settings.ELASTICSEARCH_URL === undefined
    ? undefined
    : { url: settings.ELASTICSEARCH_URL, apiKey: settings.ELASTICSEARCH_API_KEY, ca: settings.ELASTICSEARCH_CA }
