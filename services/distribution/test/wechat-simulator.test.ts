import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLogger } from '@kitchen/runtime'
import { createWechatClient } from '@wenyan-md/core/wechat'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startWechatSimulator } from '../src/simulator/simulator.ts'
import { appidOf, type SimulatorSettings, secretOf } from '../src/simulator/world.ts'
import { wechatClient } from '../src/wechat/client.ts'
import { WechatError } from '../src/wechat/errors.ts'
import { simulatedHand } from '../src/wechat/hand.ts'
import { readArticle } from '../src/wechat/page.ts'
import { tokenBroker } from '../src/wechat/token.ts'

const folder = mkdtempSync(join(tmpdir(), 'wechat-'))
const appid = appidOf('640000-wechat')
const account = { appid, secret: secretOf(appid) }
const jpeg = new Blob([new Uint8Array([0xff, 0xd8, 0xff, 0xe0, ...Array(200).fill(1), 0xff, 0xd9])], { type: 'image/jpeg' })
const signal = new AbortController().signal
let now = Date.parse('2025-11-24T02:00:00Z')
let simulator: Awaited<ReturnType<typeof startWechatSimulator>>
const restart = async (settings: Partial<SimulatorSettings> = {}) => {
  await simulator?.stop()
  simulator = await startWechatSimulator({
    folder,
    logger: createLogger({ level: 'error' }),
    clock: () => new Date(now),
    settings: { handAfterMs: 0, ...settings },
  })
}
const ours = () =>
  wechatClient({ base: simulator.value.base, broker: tokenBroker({ base: simulator.value.base, clock: () => new Date(now) }) })
const code = (work: Promise<unknown>) =>
  work.then(
    () => 0,
    (error: unknown) => (error instanceof WechatError ? error.code : error),
  )

beforeEach(() => restart())
afterEach(async () => {
  await simulator.stop()
  rmSync(folder, { recursive: true, force: true })
})

const articleWith = async (more: object = {}) => ({
  title: '引黄灌区开闸',
  author: '马建国',
  digest: '',
  content: '<p>正文</p>',
  content_source_url: 'http://localhost/x',
  need_open_comment: 0 as const,
  thumb_media_id: await ours().addMaterial(account, jpeg, 'c.jpg', signal),
  ...more,
})

describe('foreign clients', () => {
  it('@wenyan-md/core makes a draft', async () => {
    const { base } = simulator.value
    const fetchHere = (input: RequestInfo, init?: RequestInit) => fetch(String(input).replace('https://api.weixin.qq.com', base), init)
    const createMultipart = (field: string, file: Blob, name: string) => {
      const body = new FormData()
      body.append(field, file, name)
      return { body }
    }
    const client = createWechatClient({ fetch: fetchHere, createMultipart })
    const { access_token } = await client.fetchAccessToken(account.appid, account.secret)
    const { media_id, url } = await client.uploadMaterial('image', jpeg, 'c.jpg', access_token)
    expect(url).toContain('/mmbiz/')
    const draft = await client.publishArticle(access_token, { title: '外来客户端', content: '<p>正文</p>', thumb_media_id: media_id })
    expect(draft.media_id.length).toBeGreaterThan(20)
    await expect(
      client.publishArticle(access_token, { title: '长'.repeat(33), content: '<p>x</p>', thumb_media_id: media_id }),
    ).rejects.toThrow('45003')
  })
  it('wechat-api counts material, sends a draft to all and deletes it again', async () => {
    const draft = await ours().addDraft(account, await articleWith(), signal)
    const Api = createRequire(import.meta.url)('wechat-api') as new (appid: string, secret: string) => ForeignApi
    const api = new Api(account.appid, account.secret)
    api.endpoint = simulator.value.base
    const ask = <T>(call: (done: (error: Error | null, result: T) => void) => void) =>
      new Promise<T>((resolve, reject) => call((error, found) => (error ? reject(error) : resolve(found))))
    expect(await ask<{ image_count: number }>((done) => api.getMaterialCount(done))).toMatchObject({ image_count: 1 })
    const { msg_id } = await ask<{ msg_id: number }>((done) => api.massSendNews(draft, true, done))
    expect(await ask((done) => api.deleteMass(msg_id, done))).toMatchObject({ errcode: 0 })
    await expect(ask((done) => api.massSendNews(draft, true, done))).rejects.toThrow('invalid media_id')
  })
})

type Done = (error: Error | null, result: never) => void
type ForeignApi = {
  endpoint: string
  getMaterialCount: (done: Done) => void
  massSendNews: (draft: string, toAll: boolean, done: Done) => void
  deleteMass: (message: number, done: Done) => void
}

describe('the simulator', () => {
  it('a person presses 群发, the article is read, deleted, and says so', async () => {
    const id = await ours().addDraft(account, await articleWith(), signal)
    const hand = simulatedHand(simulator.value.base)
    const sent = await hand.sentAs(account, id, signal)
    if (sent.is !== 'sent') throw new Error(sent.is)
    expect(await readArticle(sent.url, signal)).toMatchObject({ is: 'there', title: '引黄灌区开闸' })
    await hand.pleaseDelete(account, sent.url, signal)
    expect(await readArticle(sent.url, signal)).toEqual({ is: 'deleted' })
  })
  it.each([
    [45003, { title: '长'.repeat(33) }],
    [45110, { author: '长'.repeat(17) }],
    [45004, { digest: '长'.repeat(129) }],
    [45002, { content: '长'.repeat(20_000) }],
    [45166, { content: '<p class="a">x</p>' }],
    [45166, { content: '<img src="https://elsewhere.example/a.jpg">' }],
    [40007, { thumb_media_id: 'none' }],
    [53402, { pic_crop_1_1: '0.5_0_0.2_1' }],
  ])('answers %i to an article out of limits', async (expected, more) => {
    expect(await code(ours().addDraft(account, await articleWith(more), signal))).toBe(expected)
  })
  it('refuses a picture that is none, one of a megabyte, a wrong secret and a token of yesterday', async () => {
    expect(await code(ours().uploadImage(account, new Blob(['GIF89a']), 'a.gif', signal))).toBe(40137)
    expect(
      await code(ours().uploadImage(account, new Blob([new Uint8Array([0xff, 0xd8]), new Uint8Array(1_048_576)]), 'a.jpg', signal)),
    ).toBe(40009)
    expect(await code(ours().addMaterial({ appid, secret: 'x' }, jpeg, 'a.jpg', signal))).toBe(40125)
    const token = await tokenBroker({ base: simulator.value.base, clock: () => new Date(now) }).token(account)
    now += 7_300_000
    expect(await (await fetch(`${simulator.value.base}/cgi-bin/draft/count?access_token=${token}`)).json()).toMatchObject({
      errcode: 42001,
    })
  })
  it('has no push left after the day’s quota, and one more the next day', async () => {
    await restart({ pushesPerDay: 1 })
    const hand = simulatedHand(simulator.value.base)
    const [first, second] = [
      await ours().addDraft(account, await articleWith(), signal),
      await ours().addDraft(account, await articleWith(), signal),
    ]
    expect([(await hand.sentAs(account, first, signal)).is, (await hand.sentAs(account, second, signal)).is]).toEqual([
      'sent',
      'no-push-left',
    ])
    now += 24 * 3_600_000
    expect((await hand.sentAs(account, second, signal)).is).toBe('sent')
  })
  it('remembers everything over a restart, at the same address', async () => {
    const { base } = simulator.value
    const id = await ours().addDraft(account, await articleWith(), signal)
    await restart()
    const ask = () => simulatedHand(base).sentAs(account, id, signal)
    const sent = await ask().catch(ask) // the first may meet a kept connection that has ended
    expect([simulator.value.base, sent.is]).toEqual([base, 'sent'])
  })
})

describe('the token broker', () => {
  it('fetches one token for many askers, and one more when WeChat refuses it', async () => {
    let asked = 0
    await restart({
      fault: ({ path }) => {
        if (path.endsWith('stable_token')) asked++
        return undefined
      },
    })
    const broker = tokenBroker({ base: simulator.value.base, clock: () => new Date(now) })
    const tokens = new Set(await Promise.all(Array.from({ length: 20 }, () => broker.token(account))))
    expect([tokens.size, asked]).toEqual([1, 1])
    const [stale] = tokens
    const fresh = new Set(await Promise.all(Array.from({ length: 20 }, () => broker.token(account, stale))))
    expect([fresh.size, fresh.has(stale!), asked]).toEqual([1, false, 2])
  })
  it('a call with a refused token is made once more, and no oftener', async () => {
    let calls = 0
    const refused = () => {
      calls++
      return 40001
    }
    await restart({ fault: ({ path }) => (path.endsWith('draft/delete') ? refused() : undefined) })
    expect([await code(ours().deleteDraft(account, 'x', signal)), calls]).toEqual([40001, 2])
  })
})
