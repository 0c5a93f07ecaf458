import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Outlet } from '@kitchen/model'
import { createLogger } from '@kitchen/runtime'
import { afterAll } from 'vitest'
import type { OutletAdapter, Parcel } from '../src/outlet.ts'
import { hotFolderOutlet } from '../src/outlets/hot-folder.ts'
import { pagesOutlet } from '../src/outlets/pages.ts'
import { wechatOutlet } from '../src/outlets/wechat.ts'
import { startWechatSimulator } from '../src/simulator/simulator.ts'
import { openStore } from '../src/simulator/store.ts'
import { appidOf, secretOf } from '../src/simulator/world.ts'
import { wechatClient } from '../src/wechat/client.ts'
import { simulatedHand } from '../src/wechat/hand.ts'
import { tokenBroker } from '../src/wechat/token.ts'
import { type Newsroom, openNewsroom, story } from './newsroom.ts'
import { type Bench, outletContract } from './outlet-contract.ts'

/** One newsroom for all: opening a database is most of the time. */
let shared: Promise<Newsroom> | undefined
const openShared = () =>
  (shared ??= openNewsroom().then(async (room) => {
    await room.start()
    return room
  }))
afterAll(async () => (await shared)?.stop())

outletContract('the embedded site', () => pages('web'))
outletContract('the embedded app', () => pages('app'))
outletContract('the hot folder of print', () => folder('print'))
outletContract('the hot folder of TV', () => folder('tv'))
outletContract('an Official Account, sent by hand', () => account('hand'))
outletContract('an Official Account, published', () => account('publish'))

async function pages(channel: 'web' | 'app'): Promise<Bench> {
  const room = await openShared()
  const adapter = pagesOutlet({ database: room.log.database, blobs: room.blobs, publicOrigin: room.origin, channel })
  const effects = async ({ product }: Parcel) =>
    (
      await room.log.database.system.query<{ many: number }>(
        'select count(*)::int as many from distribution.page where product = $1 and not gone',
        [product],
      )
    ).rows[0]!.many
  return { adapter, parcel: (words) => parcel(room, channel, words), effects, losing: () => lost(adapter), stop: async () => {} }
}

async function folder(channel: 'print' | 'tv'): Promise<Bench> {
  const room = await openShared()
  const root = join(room.folder, 'outlets')
  const adapter = hotFolderOutlet({ root, blobs: room.blobs })
  const effects = async ({ story: id }: Parcel) => Number(existsSync(join(root, '640122', channel, `${id}-v1`, 'manifest.json')))
  return { adapter, parcel: (words) => parcel(room, channel, words), effects, losing: () => lost(adapter), stop: async () => {} }
}

async function account(mode: 'hand' | 'publish'): Promise<Bench> {
  const room = await openShared()
  let lose = false
  const fault = ({ path }: { path: string }) => {
    if (!lose || path !== '/cgi-bin/draft/add') return undefined
    lose = false
    return 'lost' as const
  }
  const simulator = await startWechatSimulator({
    folder: join(room.folder, `wechat-${mode}`),
    logger: createLogger({ level: 'error' }),
    settings: { handAfterMs: 20, publishAfterMs: 20, fault },
  })
  const { base } = simulator.value
  const clock = () => new Date()
  const client = wechatClient({ base, broker: tokenBroker({ base, clock }) })
  const accountOf = (outlet: string) => ({ appid: appidOf(outlet), secret: secretOf(appidOf(outlet)) })
  const adapter = wechatOutlet({
    database: room.log.database,
    blobs: room.blobs,
    base,
    client,
    accountOf,
    articles: { base, moves: true },
    hand: simulatedHand(base),
    mode,
    publicOrigin: room.origin,
    clock,
  })
  const effects = async ({ story: id }: Parcel) => {
    const store = openStore(join(room.folder, `wechat-${mode}`))
    const ours = ({ content_source_url: url }: { content_source_url: string }) => url.includes(id)
    return (
      store.all('published').filter((one) => !one.deleted && ours(one.article)).length +
      store.all('draft').filter((one) => one.state === 'draft' && one.articles.some(ours)).length
    )
  }
  const losing = () => {
    lose = true
    return adapter
  }
  return { adapter, parcel: (words) => parcel(room, 'wechat', words), effects, losing, stop: simulator.stop }
}

/** The act is done, and then the line goes dead. */
const lost = (adapter: OutletAdapter): OutletAdapter => ({
  ...adapter,
  send: async (...all) => {
    await adapter.send(...all)
    throw new Error('socket hang up')
  },
})

async function parcel(room: Newsroom, channel: Outlet['channel'], words: string): Promise<Parcel> {
  const outlets = room.region.centres[1]!.outlets.filter((one) => one.channel === channel)
  const { id, made } = await story(room, { words, outlets })
  const { body } = made[0] as {
    body: {
      outlet: string
      centre: string
      product: string
      hash: string
      headline: string
      files: Parcel['files']
      media: Parcel['media']
      at: string
    }
  }
  const { outlet, centre, product, hash, headline, media, at } = body
  const files = body.files.filter(({ path }) => !path.startsWith('preview/'))
  return {
    id: product,
    subject: { kind: 'product', id: product },
    story: id,
    version: 1,
    outlet,
    centre,
    channel,
    product,
    hash,
    headline,
    files,
    media,
    madeAt: new Date(at),
    carried: false,
    tries: 1,
    why: null,
    correction: null,
    replacement: null,
    mark: {},
  }
}
