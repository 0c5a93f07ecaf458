import { join } from 'node:path'
import { personId } from '@kitchen/model'
import { createLogger, type Part } from '@kitchen/runtime'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { doneByHand } from '../src/by-hand.ts'
import { type Simulator, startWechatSimulator } from '../src/simulator/simulator.ts'
import { openStore } from '../src/simulator/store.ts'
import { appidOf, secretOf } from '../src/simulator/world.ts'
import { type Newsroom, openNewsroom, smallRegion, story } from './newsroom.ts'

let room: Newsroom
let simulator: Part<Simulator>
const outlet = '640000-wechat'
const account = { appid: appidOf(outlet), secret: secretOf(appidOf(outlet)) }

beforeAll(async () => {
  room = await openNewsroom(smallRegion('640000'))
  simulator = await startWechatSimulator({
    folder: join(room.folder, 'wechat'),
    logger: createLogger({ level: 'error' }),
    settings: { handAfterMs: null, publishAfterMs: 400 },
  })
})
afterAll(async () => {
  await simulator.stop()
  await room.stop()
})

/** Accounts as at the real WeChat: no hand that a program could ask. */
let stop = async () => {}
afterEach(() => stop())
const start = async (mode: 'hand' | 'publish') => {
  const { base } = simulator.value
  stop = (await room.start({ wechat: { kind: 'accounts', base, articles: base, accounts: { [outlet]: account }, mode } })).stop
}
const delivery = async (id: string) =>
  (
    await room.log.database.system.query<{ id: string; state: string; code: string | null; mark: { mediaId?: string } }>(
      `select id, state, failure->>'code' as code, mark from distribution.delivery where story = $1 and channel = 'wechat'`,
      [id],
    )
  ).rows[0]
const live = (draft: string) =>
  openStore(join(room.folder, 'wechat'))
    .all('published')
    .filter((one) => one.draft === draft && !one.deleted)
const call = async (path: string, body: object) => {
  const base = simulator.value.base
  const token = await fetch(`${base}/cgi-bin/stable_token`, {
    method: 'POST',
    body: JSON.stringify({ grant_type: 'client_credential', ...account }),
  }).then((answer) => answer.json() as Promise<{ access_token: string }>)
  return fetch(`${base}${path}?access_token=${token.access_token}`, { method: 'POST', body: JSON.stringify(body) }).then((answer) =>
    answer.json(),
  )
}

it('a draft that a person has sent without telling is not called withdrawn: they are asked, and what counts is the article’s page', async () => {
  await start('hand')
  const { id, made, released, recalled } = await story(room, { words: '水库提前蓄水' })
  await room.tell(...made, released)
  await room.until(async () => (await delivery(id))?.code === 'distribution/wechat-press-send')
  const { mediaId = '' } = (await delivery(id))!.mark
  await call('/cgi-bin/message/mass/sendall', { filter: { is_to_all: true }, mpnews: { media_id: mediaId }, msgtype: 'mpnews' }) // stands for 群发
  const [sent] = live(mediaId)

  await room.tell(recalled)
  await room.until(
    async () => (await delivery(id))!.code !== 'distribution/wechat-press-send' && (await delivery(id))!.state !== 'withdrawing',
  )
  expect(await delivery(id)).toMatchObject({ state: 'person', code: 'distribution/wechat-delete-by-hand' })

  const caller = { person: personId.parse('640000-editor'), name: '周明远', centre: room.region.root, roles: ['editor' as const] }
  const base = simulator.value.base
  await doneByHand(
    room.log.database,
    caller,
    (await delivery(id))!.id,
    { url: `${base}/s/${sent!.id}` },
    { base, moves: false },
    new Date(),
  )
  await room.until(
    async () => (await delivery(id))!.code === 'distribution/wechat-delete-by-hand' && (await delivery(id))!.state === 'person',
  )
  await call('/cgi-bin/message/mass/delete', { msg_id: sent!.message })
  await doneByHand(room.log.database, caller, (await delivery(id))!.id, { note: '已删' }, { base, moves: false }, new Date())
  await room.until(async () => (await delivery(id))!.state === 'withdrawn')
})

it('a publication that is accepted and not out yet when the recall comes is taken back once it is out', async () => {
  await start('publish')
  const { id, made, released, recalled } = await story(room, { words: '渠首今晨开闸' })
  await room.tell(...made, released)
  await room.until(async () => 'publishId' in ((await delivery(id))?.mark ?? {}))
  const { mediaId = '' } = (await delivery(id))!.mark
  await room.tell(recalled)
  await room.until(async () => (await delivery(id))!.state === 'withdrawn')
  expect(live(mediaId)).toEqual([])
})
