import { parseFeed } from 'feedsmith'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Newsroom, openNewsroom, type Story, story } from './newsroom.ts'

let room: Newsroom
let first: Story
let second: Story
let photo: string
let address: string
const site = () => request(room.origin)
const states = async (id: string) => [...new Set(Object.values(await room.states(id)))].join()

beforeAll(async () => {
  room = await openNewsroom()
  const part = await room.start()
  photo = (await room.blobs.putBytes(Buffer.from('0123456789'))).sha256
  address = `/media/${photo}/w640.jpg`
  first = await story(room, { words: '黄河<保护>"条例" & 实施', media: [photo] })
  second = await story(room, { words: '枸杞丰收' })
  await room.tell(...first.made, first.released, ...second.made, second.released)
  await room.until(async () => (await states(first.id)) === 'delivered' && (await states(second.id)) === 'delivered')
  expect(await part.value.isLive(photo)).toBe('live')
  expect(await part.value.isLive('0'.repeat(64))).toBe('unknown')
})
afterAll(() => room.stop())

describe('a published site', () => {
  it('shows its stories on the front page, escaped, under its own masthead', async () => {
    const { text, headers } = await site().get('/sites/640122/').expect(200)
    expect(text).toContain('黄河&lt;保护&gt;&quot;条例&quot; &amp; 实施')
    expect(text).toContain(room.region.centres[1]!.masthead.zh)
    expect(headers['content-type']).toContain('text/html')
  })
  it('has a feed that a reader parses, and a news sitemap', async () => {
    const { text } = await site().get('/sites/640122/feed.xml').expect(200)
    const { format, feed } = parseFeed(text)
    expect(format).toBe('rss')
    expect((feed as { items: { title: string }[] }).items.map(({ title }) => title).sort()).toEqual(
      ['枸杞丰收', '黄河<保护>"条例" & 实施'].sort(),
    )
    expect((await site().get('/sites/640122/sitemap.xml').expect(200)).text).toContain(`${room.origin}/sites/640122/stories/${second.id}/`)
  })
  it('finds what is on it, and takes search signs as words', async () => {
    expect((await site().get('/sites/640122/search').query({ q: '枸杞' })).text).toContain('找到 1 篇')
    expect((await site().get('/sites/640122/search').query({ q: '%' })).text).toContain('没有找到')
  })
  it('knows no other centre, story or file', async () => {
    for (const path of [
      '/sites/999999/',
      `/sites/640122/stories/${crypto.randomUUID()}/`,
      '/sites/640122/stories/..%2f..%2fetc/',
      `/media/${'a'.repeat(64)}/a.jpg`,
      '/media/x/a.jpg',
    ])
      await site().get(path).expect(404)
    await site().get(`/sites/640122/stories/${second.id}`).expect(301)
    await site().get('/assets/hls.min.js').expect(200)
  })
  it('serves media in parts, for ever, never sniffed', async () => {
    const whole = await site().get(address).expect(200)
    expect(whole.headers).toMatchObject({
      'content-type': 'image/jpeg',
      'x-content-type-options': 'nosniff',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-length': '10',
    })
    const part = await site().get(address).set('Range', 'bytes=2-4').expect(206)
    expect([part.headers['content-range'], String(part.body)]).toEqual(['bytes 2-4/10', '234'])
    await site().get(address).set('Range', 'bytes=10-').expect(416)
    await site().get(address).set('If-None-Match', whole.headers.etag!).expect(304)
  })
})

describe('the app’s data', () => {
  it('pages by a cursor, and answers 304 while nothing has changed', async () => {
    const one = await site().get('/api/app/640122/stories?limit=1').expect(200)
    const two = await site().get(`/api/app/640122/stories?limit=1&before=${one.body.next}`).expect(200)
    expect(new Set([one.body.stories[0].story, two.body.stories[0].story])).toEqual(new Set([first.id, second.id]))
    expect(two.body.next).toBeNull()
    await site().get('/api/app/640122/stories?limit=1').set('If-None-Match', one.headers.etag!).expect(304)
    await site().get('/api/app/640122/stories?limit=0').expect(400)
  })
})

describe('after a recall', () => {
  it('the address says 此稿已撤, and feed, search, app and media are without it', async () => {
    const { latest } = (await site().get('/api/app/640122/stories')).body
    await room.tell(first.recalled)
    await room.until(async () => (await states(first.id)) === 'withdrawn')
    expect((await site().get(`/sites/640122/stories/${first.id}/`).expect(410)).text).toContain('此稿已撤')
    for (const path of ['/sites/640122/', '/sites/640122/feed.xml', '/sites/640122/sitemap.xml', '/sites/640122/search?q=黄河'])
      expect((await site().get(encodeURI(path))).text).not.toContain(first.id)
    await site().get(address).expect(410)
    expect((await site().get(`/api/app/640122/stories/${first.id}`).expect(410)).body).toMatchObject({ gone: true })
    expect((await site().get(`/api/app/640122/stories?since=${latest}`)).body.stories).toEqual([
      expect.objectContaining({ story: first.id, gone: true }),
    ])
  })
  it('the card of a WeChat push is said to remain, and each withdrawal has its proof', async () => {
    const { rows } = await room.log.database.system.query<{ outlet: string; receipt: object; remains: { zh: string } | null }>(
      `select outlet, receipt, remains from distribution.receipt where action = 'withdraw' order by outlet`,
    )
    expect(rows.length).toBe(10)
    for (const { outlet, remains } of rows)
      expect([outlet, remains?.zh.includes('卡片') ?? false]).toEqual([outlet, outlet === '640000-wechat']) // what was carried took no push
  })
})
