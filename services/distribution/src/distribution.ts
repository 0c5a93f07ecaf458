import { join } from 'node:path'
import { react } from '@kitchen/event-log'
import type { Region } from '@kitchen/model'
import type { Part, ServiceNeeds, ServiceValue } from '@kitchen/runtime'
import { Router } from 'express'
import { again } from './by-hand.ts'
import { type Pace, usualPace } from './delivery.ts'
import { deliveryHints } from './hints.ts'
import { deliveryRoutes } from './http.ts'
import { measuresOf } from './measures.ts'
import type { OutletAdapter } from './outlet.ts'
import { hotFolderOutlet } from './outlets/hot-folder.ts'
import { pagesOutlet } from './outlets/pages.ts'
import { wechatOutlet } from './outlets/wechat.ts'
import { reactionsOf } from './reactions.ts'
import { recallRoutes } from './recalls/http.ts'
import { type Simulator, startWechatSimulator } from './simulator/simulator.ts'
import { appidOf, type SimulatorSettings, secretOf } from './simulator/world.ts'
import { shelfOf } from './site/shelf.ts'
import { reportOf } from './views/report.ts'
import { wechatClient } from './wechat/client.ts'
import { type Hand, simulatedHand } from './wechat/hand.ts'
import type { Articles } from './wechat/page.ts'
import { type Account, tokenBroker } from './wechat/token.ts'
import { startWorker } from './worker.ts'

/** Accounts at the real WeChat. `articles`: where their articles lie; a pasted link must lie there. Outlets without an account need a person. */
export type WechatAccounts = {
  readonly kind: 'accounts'
  readonly base: string
  readonly articles: string
  readonly accounts: Readonly<Record<string, Account>>
  readonly mode?: 'hand' | 'publish'
}
/** `simulator`: one is started here; or one that runs already; or real accounts. */
export type WechatSettings = 'simulator' | Simulator | WechatAccounts
export type DistributionNeeds = ServiceNeeds & {
  readonly wechat: WechatSettings
  /** For tests: other times, other outlets, another behaviour of the simulator. */
  readonly pace?: Pace
  readonly adapters?: (outlet: string) => OutletAdapter | undefined
  readonly simulator?: Partial<SimulatorSettings>
}
export type DistributionValue = ServiceValue & {
  /** Whether a live product names these bytes; `gone` once all that did are withdrawn. */
  readonly isLive: (sha256: string) => Promise<'live' | 'gone' | 'unknown'>
}

/** Sends what was released to every outlet, proves that it is there, and takes it back when it is recalled. */
export async function startDistribution(needs: DistributionNeeds): Promise<Part<DistributionValue>> {
  const { database, log, logger, region, clock, hints } = needs
  const wechat = await openWechat(needs)
  const worker = await startWorker({
    database,
    logger,
    clock,
    adapters: adaptersOf(needs, wechat.value),
    pace: needs.pace ?? usualPace,
    random: Math.random,
    moved: deliveryHints(hints),
  })
  const wake = worker.value.wake
  const reaction = await react({
    database,
    log,
    logger,
    consumer: 'distribution',
    from: 'now',
    reactions: reactionsOf(region),
    afterCommit: wake,
  })
  const shelf = shelfOf(database)
  const value: DistributionValue = {
    routes: Router()
      .use(deliveryRoutes({ database, articles: wechat.value.articles, clock, wake }))
      .use(recallRoutes({ database, region, hints, clock, wake })),
    isLive: shelf.media,
    report: () => reportOf(database, region, clock()),
    measures: () => measuresOf(database),
    act: async (id, action) => {
      if (action !== 'retry') throw new Error(`distribution has no action ${action}`)
      await again(database.system, id, {}, clock())
      wake()
    },
  }
  const stop = async () => {
    await reaction.stop()
    await worker.stop()
    await wechat.stop()
  }
  return { value, stop }
}

type Wechat = {
  readonly base: string
  readonly articles: Articles
  readonly hand: Hand | undefined
  readonly accountOf: (outlet: string) => Account | undefined
  readonly mode: 'hand' | 'publish'
}

async function openWechat({ wechat, folder, logger, clock, simulator }: DistributionNeeds): Promise<Part<Wechat>> {
  if (wechat !== 'simulator') return { value: wechat.kind === 'simulator' ? simulated(wechat) : real(wechat), stop: async () => {} }
  const part = await startWechatSimulator({
    folder: join(folder, 'wechat-simulator'),
    logger,
    clock,
    ...(simulator ? { settings: simulator } : {}),
  })
  return { value: simulated(part.value), stop: part.stop }
}

const simulated = ({ base }: Simulator): Wechat => ({
  base,
  articles: { base, moves: true },
  hand: simulatedHand(base),
  mode: 'hand',
  accountOf: (outlet) => ({ appid: appidOf(outlet), secret: secretOf(appidOf(outlet)) }),
})
const real = ({ base, articles, accounts, mode = 'hand' }: WechatAccounts): Wechat => ({
  base,
  articles: { base: articles, moves: false },
  hand: undefined,
  mode,
  accountOf: (outlet) => accounts[outlet],
})

/** One adapter per outlet of the region: by its channel, all of them embedded but WeChat. */
function adaptersOf(needs: DistributionNeeds, wechat: Wechat): ReadonlyMap<string, OutletAdapter> {
  const { database, blobs, publicOrigin, folder, clock } = needs
  const hot = hotFolderOutlet({ root: join(folder, 'outlets'), blobs })
  const client = wechatClient({ base: wechat.base, broker: tokenBroker({ base: wechat.base, clock }) })
  const byChannel: Record<Region['centres'][number]['outlets'][number]['channel'], OutletAdapter> = {
    print: hot,
    tv: hot,
    web: pagesOutlet({ database, blobs, publicOrigin, channel: 'web' }),
    app: pagesOutlet({ database, blobs, publicOrigin, channel: 'app' }),
    wechat: wechatOutlet({ database, blobs, client, publicOrigin, clock, ...wechat }),
  }
  return new Map(
    needs.region.centres.flatMap(({ outlets }) =>
      outlets.map(({ id, channel }) => [id, needs.adapters?.(id) ?? byChannel[channel]] as const),
    ),
  )
}
