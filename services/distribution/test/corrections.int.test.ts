import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Body, draft } from '@kitchen/events'
import { correctionRules } from '@kitchen/model'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { changesOf } from '../src/wechat/change.ts'
import { type Newsroom, openNewsroom, story } from './newsroom.ts'
import { remote } from './remote.ts'

let room: Newsroom
beforeAll(async () => {
  room = await openNewsroom()
})
afterAll(() => room.stop())
let stop = async () => {}
afterEach(() => stop())
const start = async (...[more]: Parameters<Newsroom['start']>) => {
  stop = (await room.start(more)).stop
}
const told = { severity: 'error', note: '水量应为每秒八十立方米' } as const
const second = (id: Awaited<ReturnType<typeof story>>['id'], words: string) => story(room, { id, version: 2, words, corrects: told })

describe('a correction', () => {
  it('leaves what is out at an outlet whose newer product was refused, until that is made, signed and sent by itself', async () => {
    await start()
    const first = await story(room, { words: '灌区放水每秒六十立方米' })
    await room.tell(...first.made, first.released)
    const late = '640122-web'
    const at = async () => Object.fromEntries(Object.entries(await room.states(first.id)).filter(([id]) => id.endsWith(late)))
    await room.until(async () => Object.values(await at()).join() === 'delivered')
    const next = await second(first.id, '灌区放水每秒八十立方米')
    const body = next.released.body as Body<'story.released'>
    const product = body.products.find(({ outlet }) => outlet === late)!
    const others = body.products.filter((one) => one !== product)
    const page = async () => (await fetch(`${room.origin}/sites/640122/stories/${first.id}/`)).text()
    await room.tell(...next.made, { ...next.released, body: { ...body, products: others } })
    const app = async () => (await fetch(`${room.origin}/api/app/640122/stories/${first.id}`)).text()
    await room.until(async () => (await app()).includes('八十'))
    expect([Object.values(await at()), await page()]).toEqual([['delivered'], expect.stringContaining('六十')])
    const { story: id, version, centre, person, correction } = body
    await room.tell(
      draft('story.supplemented', first.id, {
        story: id,
        version,
        centre,
        person,
        contentHash: product.hash,
        product,
        correction,
        at: body.at,
      }),
    )
    await room.until(async () => (await page()).includes('八十'))
    await room.until(
      async () =>
        Object.values(await at())
          .sort()
          .join() === 'delivered,withdrawn',
    )
  })

  it('replaces web and app at their address, brings new files with a notice, and is a person’s task in WeChat where it was pushed', async () => {
    await start()
    const first = await story(room, { words: '灌区放水每秒六十立方米' })
    await room.tell(...first.made, first.released)
    await room.until(async () => Object.values(await room.states(first.id)).filter((state) => state === 'delivered').length === 10)
    const next = await second(first.id, '灌区放水每秒八十立方米')
    await room.tell(...next.made, next.released)
    await room.until(async () => {
      const states = await room.states(first.id)
      return (
        Object.entries(states).length === 20 &&
        Object.entries(states).every(([id, state]) => {
          const pushed = id.endsWith('640000-wechat') // what was carried for the region was published without a push, and is sent anew
          return state === (id.startsWith('2') ? (pushed ? 'person' : 'delivered') : pushed ? 'delivered' : 'withdrawn')
        })
      )
    })
    expect(await (await fetch(`${room.origin}/sites/640122/stories/${first.id}/`)).text()).toContain('八十')
    expect(await (await fetch(`${room.origin}/api/app/640122/stories/${first.id}`)).text()).toContain('八十')
    for (const channel of ['print', 'tv']) {
      const folder = (version: number) => join(room.folder, 'outlets/640122', channel, `${first.id}-v${version}`)
      expect(readdirSync(folder(1))).toEqual(['撤稿通知.txt'])
      expect(readFileSync(join(folder(1), '撤稿通知.txt'), 'utf8')).toContain('新版 Newer: 第 2 版（错误 error）')
      const notice = readFileSync(join(folder(2), '更正通知.txt'), 'utf8')
      expect(notice).toContain(told.note)
      expect(notice).toContain(channel === 'tv' ? '口播更正' : '刊登更正')
    }
    const { rows } = await room.log.database.system.query<{ code: string; says: string }>(
      `select failure->>'code' as code, failure->'says'->>'zh' as says from distribution.delivery where story = $1 and state = 'person'`,
      [first.id],
    )
    expect(new Set(rows.map(({ code }) => code))).toEqual(new Set(['distribution/wechat-change-by-hand']))
    expect(rows[0]!.says).toContain('“放水每秒六十立方米”→“放水每秒八十立方米”')
  })

  it('overtakes what has not arrived of the version before: that is never sent again, whatever comes late', async () => {
    let down = true
    const outlet = remote((_act, product) => (down && product.includes('.1.640122') ? 'down' : 'fine'))
    await start({ adapters: () => outlet.adapter })
    const first = await story(room)
    const [late, ...others] = first.made
    await room.tell(...others, first.released)
    await room.until(async () => Object.values(await room.states(first.id)).some((state) => state === 'retrying'))
    const next = await second(first.id, '更正后的稿件')
    await room.tell(next.released, ...next.made)
    down = false
    await room.tell(late!)
    await room.until(async () => {
      const states = Object.entries(await room.states(first.id))
      return (
        states.length === 20 &&
        states.every(([id, state]) => (id.startsWith('2') ? state === 'delivered' : /withdrawn|stopped/.test(state)))
      )
    })
    expect([...outlet.there].filter((product) => product.includes('.1.'))).toEqual([])
  })

  it('is taken back with all that went before it', async () => {
    const outlet = remote(() => 'fine')
    await start({ adapters: () => outlet.adapter })
    const first = await story(room)
    await room.tell(...first.made, first.released)
    await room.until(async () => outlet.there.size === 10)
    const next = await second(first.id, '更正后的稿件')
    await room.tell(...next.made, next.released, first.recalled)
    await room.until(async () => {
      const states = Object.values(await room.states(first.id))
      return states.length >= 10 && states.every((state) => /withdrawn|stopped/.test(state))
    })
    expect(outlet.there.size).toBe(0)
  })
})

describe('what a person has to change in an article', () => {
  const wording = (title: string, ...lines: string[]) => ({
    draft: { title, author: '', digest: '', cover: 'cover.jpg' },
    content: lines.map((line) => `<section><p>${line}</p></section>`).join(''),
  })
  it('is told passage by passage, with the count of characters that WeChat counts', () => {
    const changes = changesOf(
      wording('标题', '今夜气温下降6摄氏度，请关棚。', '不变。'),
      wording('标题', '今夜气温下降10摄氏度，请关棚。', '不变。'),
    )
    expect(changes).toEqual([{ from: '气温下降6摄氏度，', to: '气温下降10摄氏度，', characters: 2 }])
    expect(correctionRules.wechat.characters).toBe(20)
  })
  it('names a whole passage that is new or gone', () => {
    expect(changesOf(wording('标题', '甲。'), wording('标题', '甲。', '乙。'))).toEqual([{ from: '', to: '乙。', characters: 2 }])
  })
})
