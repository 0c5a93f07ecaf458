import type { DeliveryView, ProductView, RegionView, StoryView } from '@kitchen/api'
import { describe, expect, it } from 'vitest'
import { boardOf, columnOf, itemsIn, sumOf } from '../src/board/board.ts'
import { moved } from '../src/board/moves.ts'
import { sentenceOf } from '../src/board/sentence.ts'
import { en } from '../src/words/en.ts'
import { zh } from '../src/words/zh.ts'

const centre = (id: string, name: string, level: string) => ({
  id,
  name: { zh: name, en: name },
  fullName: name,
  masthead: { zh: name, en: name },
  level,
  parent: null,
  outlets: ['print', 'tv', 'web', 'app', 'wechat'].map((channel) => ({
    id: `${id}-${channel}`,
    channel,
    profile: 'site',
    name: { zh: name, en: name },
    address: 'embedded',
  })),
})
const region = {
  centres: [centre('640522', '海原', 'county'), centre('640000', '宁夏', 'region'), centre('640100', '银川', 'city')],
} as unknown as RegionView
const outlets = region.centres.flatMap((one) => one.outlets.map(({ id, channel }) => ({ outlet: id, channel, centre: one.id })))
const story = (state: StoryView['state']) =>
  ({ state, sealed: { outlets: outlets.map(({ outlet }) => ({ outlet, authorisedBy: null })) } }) as unknown as StoryView
const made = (more: Partial<ProductView> = {}, of: (outlet: string) => boolean = () => true): readonly ProductView[] =>
  outlets
    .filter(({ outlet }) => of(outlet))
    .map(
      (one) =>
        ({
          ...one,
          version: 1,
          state: 'made',
          percent: 100,
          waitsFor: [],
          files: [],
          notes: [],
          failure: null,
          at: null,
          ...more,
        }) as unknown as ProductView,
    )
const sent = (
  state: DeliveryView['state'],
  of: (outlet: string) => boolean = () => true,
  more: Partial<DeliveryView> = {},
): readonly DeliveryView[] =>
  outlets
    .filter(({ outlet }) => of(outlet))
    .map(
      (one) => ({ ...one, version: 1, state, tries: 1, failure: null, at: '2025-11-24T02:32:00.000Z', ...more }) as unknown as DeliveryView,
    )
const sentence = (told: { story: StoryView; products: readonly ProductView[]; deliveries: readonly DeliveryView[] }, words = zh) =>
  sentenceOf(itemsIn(boardOf(region, told)), {
    words,
    say: (text) => (words === zh ? text.zh : text.en),
    centre: (id) => region.centres.find((one) => one.id === id)!.name.zh,
    channel: (item) => item.channel,
    recalled: told.story.state === 'recalled',
  })

describe('the board', () => {
  it('lists region, then cities, then counties, whatever the order of the file', () => {
    const groups = boardOf(region, { story: story('sealed'), products: [], deliveries: [] })
    expect(groups.map((group) => group.rows.map((row) => row.centre.name.zh))).toEqual([['宁夏'], ['银川'], ['海原']])
    expect(itemsIn(groups).every(({ state }) => state === 'waiting')).toBe(true)
  })
  it('shows only the centres that the version is for', () => {
    const own = { state: 'sealed', sealed: { outlets: [{ outlet: '640000-web', authorisedBy: null }] } } as unknown as StoryView
    const groups = boardOf(region, { story: own, products: [], deliveries: [] })
    expect(groups.flatMap(({ rows }) => rows.map((row) => row.cells.map((cell) => cell?.state ?? null)))).toEqual([
      [null, null, 'waiting', null, null],
    ])
  })
  it('says delivered only of what an outlet has confirmed', () => {
    const states = (['waiting', 'sending', 'retrying', 'delivered', 'person', 'withdrawing', 'withdrawn', 'stopped'] as const).map(
      (state) => itemsIn(boardOf(region, { story: story('released'), products: made(), deliveries: sent(state) }))[0]!.state,
    )
    expect(states).toEqual(['made', 'made', 'made', 'delivered', 'person', 'recalling', 'recalled', 'recalled'])
  })
  it('calls a delivered version stale once a newer one is made', () => {
    const items = itemsIn(
      boardOf(region, { story: story('released'), products: made({ version: 2 } as Partial<ProductView>), deliveries: sent('delivered') }),
    )
    expect(items.every(({ state }) => state === 'stale')).toBe(true)
  })
  it('calls what is out stale where the newer one was refused, and says so', () => {
    const refused = made({ version: 2, state: 'refused', hash: null } as Partial<ProductView>)
    const told = { story: story('released'), products: refused, deliveries: sent('delivered') }
    expect(itemsIn(boardOf(region, told)).every(({ state }) => state === 'stale')).toBe(true)
    expect(sentence(told)).toContain(zh.board.stale(itemsIn(boardOf(region, told)).length))
  })
  it('goes by the newest delivery of an outlet', () => {
    const both = [...sent('delivered', undefined, { version: 2 }), ...sent('withdrawn')]
    const items = itemsIn(
      boardOf(region, { story: story('released'), products: made({ version: 2 } as Partial<ProductView>), deliveries: both }),
    )
    expect(items.every(({ state }) => state === 'delivered')).toBe(true)
  })
  it('sums a column by what is done', () => {
    const groups = boardOf(region, {
      story: story('released'),
      products: made(),
      deliveries: sent('delivered', (outlet) => outlet.startsWith('640000')),
    })
    const rows = groups.flatMap((group) => group.rows)
    expect(sumOf(columnOf(rows, 2), false)).toEqual({ done: 1, all: 3 })
  })
})

describe('the sentence above the board', () => {
  it('is short when all is delivered', () => {
    expect(sentence({ story: story('released'), products: made(), deliveries: sent('delivered') })).toBe('15 件成品全部送达。')
  })
  it('names the first that needs a person, with the reason', () => {
    const failure = { code: 'x', says: { zh: '令牌被拒。', en: 'token refused.' }, next: { zh: '', en: '' } }
    const bad = (outlet: string) => outlet === '640522-wechat'
    const told = {
      story: story('released'),
      products: made(),
      deliveries: [...sent('delivered', (outlet) => !bad(outlet)), ...sent('person', bad, { failure })],
    }
    expect(sentence(told)).toBe('15 件成品中 14 件已送达；海原wechat需要人处理：令牌被拒。')
    expect(sentence(told, en)).toBe('14 of 15 delivered; 海原 wechat needs a person: token refused.')
  })
  it('tells what is made apart from what is being sent', () => {
    const told = { story: story('released'), products: made(), deliveries: sent('sending', (outlet) => outlet.endsWith('-web')) }
    expect(sentence(told)).toBe('15 件成品中 0 件已送达；3 件在投递；12 件已做好。')
  })
  it('counts what is gone after a recall', () => {
    const told = {
      story: story('recalled'),
      products: made(),
      deliveries: [...sent('withdrawn', (outlet) => outlet !== '640100-app'), ...sent('withdrawing', (outlet) => outlet === '640100-app')],
    }
    expect(sentence(told)).toBe('15 件成品中 14 件已撤下；1 件在撤下。')
  })
})

describe('keys on the board', () => {
  it('move within the grid and stop at its edges', () => {
    expect(moved([0, 0], 'ArrowDown', 20, 5)).toEqual([1, 0])
    expect(moved([19, 4], 'End', 20, 5)).toEqual([19, 4])
    const corner = [0, 0] as const
    expect(moved(corner, 'ArrowLeft', 20, 5)).toBe(corner)
    expect(moved(corner, 'x', 20, 5)).toBe(corner)
  })
})
