import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Pace } from '../src/delivery.ts'
import { type Newsroom, openNewsroom, smallRegion, story } from './newsroom.ts'
import { remote } from './remote.ts'

/** A second of the clock here is a minute of the newsroom: times are a sixtieth. */
const quick: Pace = { first: 7, most: 100, tries: 4, deadline: 150, aside: 80 }
let room: Newsroom
beforeAll(async () => {
  room = await openNewsroom(smallRegion('640000', '640100', '640122', '640422'))
})
afterAll(() => room.stop())
let stop = async () => {}
afterEach(() => stop())
const start = async (...[more]: Parameters<Newsroom['start']>) => {
  stop = (await room.start({ pace: quick, ...more })).stop
}

const counts = (states: Record<string, string>) =>
  Object.entries(Object.groupBy(Object.values(states), (state) => state))
    .map(([state, all]) => `${state} ${all!.length}`)
    .sort()

describe('recall', () => {
  it('takes back what can be reached within a minute, and names the rest with a reason', async () => {
    let broken = false
    const outlet = remote((_act, product) => (!broken || !/640100/.test(product) ? 'fine' : /web|app/.test(product) ? 'hangs' : 'down'))
    await start({ adapters: () => outlet.adapter })
    const { id, made, released, recalled } = await story(room)
    await room.tell(...made, released)
    await room.until(async () => counts(await room.states(id)).join() === 'delivered 20')
    broken = true
    await room.tell(recalled)
    await room.until(async () => counts(await room.states(id)).includes('withdrawn 15'), 1000)
    await room.until(async () => counts(await room.states(id)).join() === 'person 5,withdrawn 15')
    const { rows } = await room.log.database.system.query<{ code: string }>(
      `select distinct failure->>'code' as code from distribution.delivery where story = $1 and state = 'person' order by 1`,
      [id],
    )
    expect(rows.map(({ code }) => code)).toEqual(['distribution/no-answer', 'distribution/unreachable'])
    broken = false // what was named is tried on quietly, and goes as soon as it can
    await room.until(async () => counts(await room.states(id)).join() === 'withdrawn 20')
    expect(outlet.there.size).toBe(0)
  })
  it('comes before its own story: nothing is sent, whatever order the topics arrive in', async () => {
    const outlet = remote(() => 'fine')
    await start({ adapters: () => outlet.adapter })
    const { id, made, released, recalled } = await story(room)
    await room.tell(recalled)
    await room.log.settle()
    await room.tell(released, ...made)
    await room.log.settle()
    expect([await room.states(id), outlet.posts.size]).toEqual([{}, 0])
  })
  it('in the middle of sending: what arrives late is taken back, and nothing is sent after', async () => {
    const outlet = remote(() => 'fine', { delay: 60, concurrency: 1 })
    await start({ adapters: () => outlet.adapter })
    const { id, made, released, recalled } = await story(room)
    await room.tell(...made, released)
    await room.until(async () => Object.values(await room.states(id)).includes('sending'))
    await room.tell(recalled)
    await room.until(async () => Object.values(await room.states(id)).every((state) => state === 'withdrawn' || state === 'stopped'))
    expect(outlet.there.size).toBe(0)
  })
  it('refuses at the outlet what comes after it; at the twin without a tombstone the story is back', async () => {
    const late = async (lateRefused: boolean) => {
      const outlet = remote(() => 'fine', { lateRefused })
      await start({ adapters: () => outlet.adapter })
      const { id, made, released, recalled } = await story(room)
      await room.tell(...made, released)
      await room.until(async () => counts(await room.states(id)).join() === 'delivered 20')
      await room.tell(recalled)
      await room.until(async () => counts(await room.states(id)).join() === 'withdrawn 20')
      const { body } = made[0] as unknown as { body: { product: string } }
      await outlet.adapter
        .send({ product: body.product } as never, { signal: new AbortController().signal, remember: async () => {} })
        .catch(() => {})
      await stop()
      return outlet.there.size
    }
    expect(await late(true)).toBe(0)
    expect(await late(false)).toBe(1)
  })
  it('a newer version takes the place of an older one, which then goes', async () => {
    const outlet = remote(() => 'fine')
    await start({ adapters: () => outlet.adapter })
    const first = await story(room)
    await room.tell(...first.made, first.released)
    await room.until(async () => counts(await room.states(first.id)).join() === 'delivered 20')
    const second = await story(room, { id: first.id, version: 2, words: '更正后的稿件' })
    await room.tell(...second.made, second.released)
    await room.until(async () => counts(await room.states(first.id)).join() === 'delivered 20,withdrawn 20')
    expect([...outlet.there].every((product) => product.includes('.2.'))).toBe(true)
  })
})

describe('a dead outlet', () => {
  it('delays no other: all the others are through before its first try has ended', async () => {
    const outlet = remote((_act, product) => (/640122-web/.test(product) ? 'hangs' : 'fine'))
    await start({ adapters: () => outlet.adapter, pace: { ...quick, deadline: 30_000 } })
    const { id, made, released } = await story(room)
    await room.tell(...made, released)
    await room.until(async () => counts(await room.states(id)).includes('delivered 19'), 30_000)
    expect((await room.states(id))['1.640122-web']).toBe('sending')
  })
  it('is a person’s with a reason', async () => {
    const outlet = remote((_act, product) => (/640122-web/.test(product) ? 'hangs' : 'fine'))
    await start({ adapters: () => outlet.adapter })
    const { id, made, released } = await story(room)
    await room.tell(...made, released)
    await room.until(async () => (await room.states(id))['1.640122-web'] === 'person')
    expect(room.hints.some((hint) => hint.about === 'deliveries' && hint.id === id)).toBe(true)
  })
})
