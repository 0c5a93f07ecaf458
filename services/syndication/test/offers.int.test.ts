import { setTimeout as delay } from 'node:timers/promises'
import { type OfferView, offerList } from '@kitchen/api'
import { append, systemTransaction, transaction } from '@kitchen/database'
import { type CentreId, type PersonId, type StoryId, uuidv7 } from '@kitchen/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { documentOf, type House, openHouse, recalled } from './house.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.stop())

const offersOf = async (who: string): Promise<OfferView[]> =>
  offerList.parse((await house.as(who).get('/api/offers').expect(200)).body).offers
const offerOf = async (who: string, story: string) => (await offersOf(who)).find((one) => one.story === story)
const adopt = (who: string, story: string, status = 200) => house.as(who).post(`/api/offers/${story}/adopt`).expect(status)
const editor = '640122-county-editor'

const taker = { centre: '640122' as CentreId, person: editor as PersonId }
const LEDGER = `insert into syndication.copy (copy, story, version, origin, centre, person, name, headline, at) values ($1, $2, 1, '640000', $3, $4, '刘晓光', $5, now())`

describe('an offer', () => {
  it('goes to every other centre with exactly what was released', async () => {
    const [before, story] = [await house.release('引黄灌区春灌开闸'), await house.release('六盘山文旅季启动')]
    const offered = (await house.events('story.offered')).find(({ key }) => key === story)!.body
    expect(offered.to).toEqual(house.region.centres.map(({ id }) => id).filter((id) => id !== '640000'))
    expect((await offersOf(editor)).map((one) => one.story).sort()).toEqual([before, story].sort())
    const { document } = (await offerOf(editor, story))!
    expect(document).toEqual(documentOf('六盘山文旅季启动', '第一段。', '第二段。'))
  })

  it('is not made of a copy', async () => {
    const story = await house.release('贺兰的本地稿', { story: uuidv7() as StoryId, version: 1, centre: '640000' as CentreId })
    expect(await offerOf(editor, story)).toBeUndefined()
  })

  it('gives a centre one copy, however often it adopts', async () => {
    const story = await house.release('贺兰山东麓葡萄出土')
    const people = ['640122-county-editor', '640122-section-head', '640122-county-editor']
    const answers = await Promise.all(people.map((who) => adopt(who, story)))
    expect(new Set(answers.map(({ body }) => body.copy)).size).toBe(1)
    expect((await house.events('copy.adopted')).filter(({ body }) => (body.origin as { story: string }).story === story)).toHaveLength(1)
    expect(await offerOf('640122-county-editor', story)).toMatchObject({ state: 'adopted', copy: answers[0]!.body.copy })
    expect(await offerOf('640181-county-editor', story)).toMatchObject({ state: 'open', copy: null })
  })

  it('shows an offer to the addressed centres alone, and the ledger to both sides alone', async () => {
    const story = await house.release('沙坡头迎来旅游旺季')
    const { copy } = (await adopt('640122-county-editor', story)).body
    expect(await offerOf('640000-editor', story)).toBeUndefined()
    expect((await adopt('640000-editor', story, 404)).body.code).toBe('syndication/no-offer')
    const copies = async (who: string) => (await house.as(who).get(`/api/copies?story=${story}`).expect(200)).body.copies
    expect(await copies('640000-editor')).toMatchObject([{ copy, centre: '640122', person: '刘晓光', recalledAt: null }])
    expect(await copies('640181-county-editor')).toEqual([])
    await house.as('640122-reporter').post(`/api/offers/${story}/adopt`).expect(403)
    await house.as('').get('/api/offers').expect(401)
  })

  it('asks for a role that may adopt, and for a session', async () => {
    const story = await house.release('中卫云计算')
    expect((await adopt('640122-reporter', story, 403)).body.code).toBe('runtime/forbidden')
    expect((await adopt('', story, 401)).body.code).toBe('runtime/not-signed-in')
    expect((await adopt(editor, 'none', 404)).body.code).toBe('syndication/no-offer')
  })
})

describe('a recall', () => {
  it('closes the offer, takes its text away, and refuses a late adoption with the reason', async () => {
    const story = await house.release('全区春季植树启动')
    const { copy } = (await adopt(editor, story)).body
    await house.recall(story)
    expect(await offerOf('640121-county-editor', story)).toMatchObject({ state: 'recalled', document: null })
    const late = await adopt('640121-county-editor', story, 410)
    expect(late.body).toMatchObject({ code: 'syndication/recalled', says: { zh: expect.stringContaining('数字有误') } })
    const told = (await house.events('copy.recalled')).filter(({ key }) => key === copy)
    expect(told.map(({ body }) => body)).toMatchObject([
      { copy, centre: '640122', origin: { story, version: 1, centre: '640000' }, reason: '数字有误' },
    ])
    const ledger = (await house.as('640000-editor').get(`/api/copies?story=${story}`).expect(200)).body.copies
    expect(ledger).toMatchObject([{ copy, recalledAt: expect.any(String) }])
  })

  it('waits for an adoption that has begun, and recalls its copy', async () => {
    const headline = '固原马铃薯外销'
    const story = await house.release(headline)
    const opened = Promise.withResolvers<void>()
    const copy = uuidv7()
    const slow = transaction(house.database, { ...taker, keys: [story] }, async (tx) => {
      await tx.query(LEDGER, [copy, story, taker.centre, taker.person, headline])
      await opened.promise
    })
    await systemTransaction(house.database, [], (tx) => append(tx, [recalled(story)])) // heard while the adoption is under way
    await delay(300)
    opened.resolve()
    await slow
    await house.settle()
    expect((await house.events('copy.recalled')).some(({ key }) => key === copy)).toBe(true)
  })

  it('tells every inbox', async () => {
    const story = await house.release('银川都市圈供水')
    house.hints.length = 0
    await house.recall(story)
    const told = house.hints.find(({ hint }) => hint.about === 'offers')
    expect(told?.to.centres).toHaveLength(house.region.centres.length)
  })
})

describe('the System page', () => {
  it('counts offers and copies', async () => {
    const { figures, stuck } = await house.report()
    expect(figures.every(({ value }) => value > 0)).toBe(true)
    expect(stuck).toEqual([])
  })
})
