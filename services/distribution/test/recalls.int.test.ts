import type { RecallView } from '@kitchen/api'
import type { Caller, CentreId, PersonId } from '@kitchen/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { recallOf } from '../src/recalls/board.ts'
import { recallPart, takeTask } from '../src/recalls/part.ts'
import { type Newsroom, openNewsroom, type Story, smallRegion, story } from './newsroom.ts'
import { remote } from './remote.ts'

const hash = 'b'.repeat(64)
const callerAt = (centre: string): Caller => ({
  person: `${centre}-editor-in-chief` as PersonId,
  name: '总编',
  centre: centre as CentreId,
  roles: ['editor-in-chief'],
})
const chief = callerAt('640000')
let room: Newsroom
let broken = true
const outlet = remote((act, product) => (broken && act === 'withdraw' && /640122-(print|tv)/.test(product) ? 'down' : 'fine'))
let part: Awaited<ReturnType<Newsroom['start']>>
beforeAll(async () => {
  room = await openNewsroom(smallRegion('640000', '640122'))
  part = await room.start({
    pace: { first: 7, most: 100, tries: 2, deadline: 2000, aside: 50 },
    adapters: (id) => (/-(web|app)$/.test(id) ? undefined : outlet.adapter),
  })
})
afterAll(() => part.stop().finally(() => room.stop()))

const board = (id: string, caller = chief): Promise<RecallView> => recallOf(room.log.database, room.region, caller, id)
const stages = async (id: string, caller = chief) =>
  Object.entries(Object.groupBy((await board(id, caller)).targets, ({ stage }) => stage))
    .map(([stage, all]) => `${stage} ${all!.length}`)
    .sort()
    .join()
async function out(more: Parameters<typeof story>[1] = {}): Promise<Story> {
  const one = await story(room, { media: [hash], ...more })
  await room.tell(...one.made, one.released)
  await room.until(async () => count(await room.states(one.id), 'delivered') === (more.from ? 5 : 10)) // nobody carries a county's
  return one
}
const count = (states: Record<string, string>, state: string) => Object.values(states).filter((one) => one === state).length
const status = async (path: string) => (await fetch(`${room.origin}${path}`)).status

describe('the board of a recall', () => {
  it('shows each outlet until a look has proved it gone, and names a person with a clock for the others', async () => {
    broken = true
    const one = await out()
    expect(await board(one.id)).toMatchObject({ orders: [], targets: [] })
    await room.tell(one.recalled)
    await room.until(async () => (await stages(one.id)) === 'gone 8,person 2')
    const { targets, orders, media } = await board(one.id)
    expect(orders).toMatchObject([{ reason: '事实有误', outlets: null }])
    const missing = targets.filter(({ stage }) => stage === 'person')
    expect(missing.map(({ outlet: id, who }) => `${id} ${who?.person}`)).toEqual([
      '640122-print 640122-county-editor',
      '640122-tv 640122-county-editor',
    ])
    expect(missing.map(({ orderedAt, due }) => (Date.parse(due) - Date.parse(orderedAt)) / 60_000)).toEqual([30, 15])
    const proof = (id: string) => targets.find((target) => target.outlet === id)?.proof
    expect(proof('640122-web')).toMatchObject({ status: 410, outOf: ['feed.xml', 'sitemap.xml'] })
    expect(proof('640122-app')).toMatchObject({ status: 410, tombstone: true })
    expect(media).toEqual({ all: 1, gone: 1 })

    const county = callerAt('640122')
    await takeTask(room.log.database, county, missing[0]!.delivery)
    await expect(takeTask(room.log.database, chief, missing[0]!.delivery)).rejects.toThrow()
    expect((await board(one.id)).targets.find(({ delivery }) => delivery === missing[0]!.delivery)?.who).toMatchObject({
      person: county.person,
      taken: true,
    })
    expect(await stages(one.id, county)).toBe('gone 3,person 2') // another centre sees its own outlets
    expect(await board(one.id, callerAt('640100'))).toMatchObject({ orders: [], targets: [] })
    broken = false
    await room.until(async () => (await stages(one.id)) === 'gone 10')
  })
  it('shows the copies that are recalled with their original', async () => {
    const original = await out()
    const copy = await out({ from: '640122' })
    await room.tell(original.recalled, {
      ...copy.recalled,
      body: { ...(copy.recalled.body as object), centre: '640122', cause: original.id } as never,
    })
    await room.until(async () => (await stages(original.id)) === 'gone 15')
    expect(await stages(copy.id, callerAt('640122'))).toBe('gone 5')
  })
})

describe('a recall of a part', () => {
  it('takes back one channel or one centre, and leaves all else where it is', async () => {
    const one = await out()
    await recallPart(room.log.database, room.region, chief, one.id, partOf({ channel: 'web' }), new Date())
    await room.until(async () => (await stages(one.id)) === 'gone 2')
    expect(await status(`/sites/640122/stories/${one.id}/`)).toBe(410)
    expect(await status(`/api/app/640122/stories/${one.id}`)).toBe(200)
    expect(count(await room.states(one.id), 'delivered')).toBe(8)
    await recallPart(room.log.database, room.region, callerAt('640122'), one.id, partOf({ centre: '640122' as CentreId }), new Date())
    await room.until(async () => (await stages(one.id)) === 'gone 6')
    expect(count(await room.states(one.id), 'delivered')).toBe(4)
    expect((await board(one.id)).orders.map(({ outlets }) => outlets?.length)).toEqual([2, 4])
  })
  it('refuses a wrong headline, a part in which nothing is, another centre’s outlets, and who has no such right', async () => {
    const one = await out()
    const order = (caller: Caller, more: object) =>
      recallPart(room.log.database, room.region, caller, one.id, { ...partOf({}), ...more }, new Date())
    await expect(order(chief, { channel: 'web', confirmation: '别的标题' })).rejects.toMatchObject({ code: 'distribution/wrong-headline' })
    await expect(order(chief, { centre: '640100' })).rejects.toMatchObject({ code: 'distribution/nothing-there' })
    await expect(order(chief, {})).rejects.toMatchObject({ code: 'distribution/nothing-there' })
    await expect(order(callerAt('640122'), { centre: '640000' })).rejects.toMatchObject({ code: 'distribution/nothing-there' })
    await expect(order({ ...chief, roles: ['reporter'] }, { channel: 'web' })).rejects.toThrow()
    expect(count(await room.states(one.id), 'delivered')).toBe(10)
  })
  it('lets nothing of that version come back there, and a newer release go out', async () => {
    const one = await out()
    await recallPart(room.log.database, room.region, chief, one.id, partOf({ channel: 'web' }), new Date())
    await room.until(async () => (await stages(one.id)) === 'gone 2')
    await room.tell(...one.made, one.released) // heard again
    await room.log.settle()
    expect(await status(`/sites/640122/stories/${one.id}/`)).toBe(410)
    const next = await story(room, { id: one.id, version: 2, words: '更正后的稿件', corrects: { severity: 'error', note: '' } })
    await room.tell(...next.made, next.released)
    await room.until(async () => count(await room.states(one.id), 'delivered') === 10)
    expect(await status(`/sites/640122/stories/${one.id}/`)).toBe(200)
    await room.tell(one.recalled)
    await room.until(async () => (await stages(one.id)) === 'gone 12')
    expect(await status(`/sites/640122/stories/${one.id}/`)).toBe(410)
  })
})

const partOf = (where: { centre?: CentreId; channel?: 'web' }) => ({ ...where, reason: '配图侵权', confirmation: '引黄灌区开闸放水' })
