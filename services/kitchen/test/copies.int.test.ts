import { type OfferView, offerList } from '@kitchen/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { documentOf, type House, openHouse, released } from './copies-house.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.stop())

const chain = ['640000-editor', '640000-section-head', '640000-editor-in-chief'] as const
const county = ['640122-editor', '640122-section-head', '640122-editor-in-chief'] as const

async function releasedStory(headline: string): Promise<string> {
  const { body } = await house
    .as('640000-reporter')
    .post('/api/stories', { document: documentOf(headline, '第一段。', '第二段。') })
    .expect(201)
  await released(house, body.id, '640000-editor', chain)
  return body.id
}
const offersOf = async (who: string): Promise<OfferView[]> =>
  offerList.parse((await house.as(who).get('/api/offers').expect(200)).body).offers
const offerOf = async (who: string, story: string) => (await offersOf(who)).find((one) => one.story === story)
const adopt = (who: string, story: string, status = 200) => house.as(who).post(`/api/offers/${story}/adopt`).expect(status)
const recall = (story: string, confirmation: string) =>
  house
    .as('640000-section-head')
    .post(`/api/stories/${story}/recall`, { reason: '数字有误', confirmation })
    .expect(200)
    .then(() => house.settle())

describe('from offer to localised copy', () => {
  it('is offered to every other centre, taken over, changed, signed by three people of the county and released', async () => {
    const story = await releasedStory('引黄灌区春灌开闸')
    const offered = (await house.events('story.offered')).find(({ key }) => key === story)!.body
    expect(offered.to).toHaveLength(house.region.centres.length - 1)
    expect(offered.to).not.toContain('640000')
    expect(await offerOf('640122-county-editor', story)).toMatchObject({ from: '640000', version: 1, state: 'open', copy: null })

    const { copy } = (await adopt('640122-county-editor', story)).body
    await house.settle()
    const draft = await house.see('640122-county-editor', copy)
    expect(draft).toMatchObject({
      state: 'draft',
      centre: '640122',
      author: '640122-county-editor',
      origin: { story, version: 1, centre: '640000' },
    })
    expect(draft.history[0]).toMatchObject({ what: 'copy.adopted', name: '刘晓光' })

    const local = documentOf('贺兰引黄灌区春灌开闸', '第一段。', '贺兰县的第二段。')
    await house.as('640122-county-editor').put(`/api/stories/${copy}/draft`, { revision: 0, document: local }).expect(200)
    const out = await released(house, copy, '640122-county-editor', county)
    expect(out.state).toBe('released')
    const { products } = (await house.events('story.released')).find(({ key }) => key === copy)!.body as { products: { outlet: string }[] }
    expect(products.map(({ outlet }) => outlet.slice(0, 6))).toEqual(Array(5).fill('640122'))
    expect((await house.events('story.offered')).some(({ key }) => key === copy)).toBe(false)
  })

  it('keeps the ids of the blocks: that is the lineage', async () => {
    const story = await releasedStory('六盘山文旅季启动')
    const { copy } = (await adopt('640122-county-editor', story)).body
    await house.settle()
    const ids = ({ document }: { document: unknown }) => (document as ReturnType<typeof documentOf>).content.map(({ attrs }) => attrs.id)
    expect(ids(await house.see('640122-county-editor', copy))).toEqual(ids(await house.see('640000-editor', story)))
  })

  it('lets who took a copy over review nothing of it', async () => {
    const story = await releasedStory('黄河宁夏段开河')
    const { copy } = (await adopt('640122-county-editor', story)).body
    await house.settle()
    const sealed = (await house.as('640122-county-editor').post(`/api/stories/${copy}/seal`, { revision: 0 }).expect(200)).body
    await house.make(sealed)
    const view = await house.see('640122-county-editor', copy)
    expect(view.may.sign).toBeNull()
    expect(view.waiting).toMatchObject({ step: 'first', people: [{ person: '640122-editor' }] })
    const { version, contentHash, productsHash } = view.sealed!
    const body = { version, review: 'first', contentHash, productsHash }
    const refusal = await house.as('640122-county-editor').post(`/api/stories/${copy}/signatures`, body).expect(403)
    expect(refusal.body.code).toBe('editing/author-cannot-review')
  })
})

describe('the recall of an original', () => {
  it('recalls a released copy, stops one that is not released, and closes the offer', async () => {
    const headline = '全区春季植树启动'
    const story = await releasedStory(headline)
    const out = (await adopt('640122-county-editor', story)).body.copy
    const kept = (await adopt('640181-county-editor', story)).body.copy
    await house.settle()
    await released(house, out, '640122-county-editor', county)
    await recall(story, headline)

    expect(await house.see('640122-county-editor', out)).toMatchObject({ state: 'recalled' })
    expect((await house.events('story.recalled')).find(({ key }) => key === out)!.body).toMatchObject({
      cause: story,
      centre: '640122',
      reason: '数字有误',
    })
    const stopped = await house.see('640181-county-editor', kept)
    expect(stopped).toMatchObject({ state: 'recalled', may: { write: false, seal: false, release: false } })
    expect(stopped.history.at(-1)).toMatchObject({ what: 'copy.recalled', name: '韩秋实', reason: '数字有误' })
    expect((await house.events('story.recalled')).some(({ key }) => key === kept)).toBe(false)

    expect(await offerOf('640121-county-editor', story)).toMatchObject({ state: 'recalled', document: null })
    const late = await adopt('640121-county-editor', story, 410)
    expect(late.body).toMatchObject({ code: 'syndication/recalled', says: { zh: expect.stringContaining('数字有误') } })
    const ledger = (await house.as('640000-editor').get(`/api/copies?story=${story}`)).body.copies
    expect(ledger.map(({ recalledAt }: { recalledAt: string | null }) => recalledAt === null)).toEqual([false, false])
  })

  it('misses no copy that is adopted at the same moment', async () => {
    const headline = '闽宁协作三十年'
    const story = await releasedStory(headline)
    const takers = house.region.people.filter(({ roles }) => roles.includes('county-editor')).map(({ id }) => id)
    const [answers] = await Promise.all([
      Promise.all(takers.map((who) => house.as(who).post(`/api/offers/${story}/adopt`))),
      house.as('640000-section-head').post(`/api/stories/${story}/recall`, { reason: '数字有误', confirmation: headline }).expect(200),
    ])
    await house.settle()
    for (const [at, { status, body }] of answers.entries()) {
      expect([200, 410]).toContain(status)
      if (status === 200) expect((await house.see(takers[at]!, body.copy)).state).toBe('recalled')
    }
  })
})
