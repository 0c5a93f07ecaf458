import { draft } from '@kitchen/events'
import { uuidv7 } from '@kitchen/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signed, signedStory, type TestDesk, testDesk } from './desk.ts'
import { textWith } from './newsroom.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await testDesk()
})
afterAll(() => desk.stop())

const { document } = textWith('西吉马铃薯开种', '今年面积又添两万亩。')
const better = textWith('西吉马铃薯开种', '今年面积又添三万亩。').document
const code = (response: { body: { code?: string } }) => response.body.code
const wrong = { severity: 'error', note: '“两万亩”应为“三万亩”', reason: '县农业农村局来函' }
const post = (id: string, path: string, body: object = {}, who = '100000-lin') => desk.as(who).post(`/api/stories/${id}/${path}`, body)

async function out(mustCarry = false) {
  const { id } = await signedStory(desk, document, mustCarry)
  await post(id, 'release', { version: 1 }).expect(200)
  return id
}
async function corrected(id: string) {
  await post(id, 'correct', wrong).expect(200)
  const { revision } = await desk.see('100000-lin', id)
  await desk.as('100000-wei').put(`/api/stories/${id}/draft`, { revision, document: better }).expect(200)
  const sealed = await post(id, 'seal', { revision: revision + 1 }).expect(200)
  await desk.make(sealed.body, 'b'.repeat(64))
}
const signAll = async (id: string) => {
  await signed(desk, '100000-lin', id, 'first')
  await signed(desk, '100000-gao', id, 'second')
  await signed(desk, '100000-all', id, 'final')
}

describe('a correction', () => {
  it('is the next version, reviewed as the first one was; what is out stays until it is released, and the release says what it corrects', async () => {
    const id = await out(true)
    await corrected(id)
    const open = await desk.see('100000-wei', id)
    expect(open).toMatchObject({
      state: 'sealed',
      version: 2,
      published: { version: 1, headline: '西吉马铃薯开种' },
      correction: { severity: 'error', note: wrong.note, previous: 1 },
      may: { recall: false, correct: false, abandon: true },
    })
    expect(code(await post(id, 'release', { version: 2 }).expect(409))).toBe('editing/signatures-missing')
    await signAll(id)
    await post(id, 'release', { version: 2 }).expect(200)
    const released = (await desk.events('story.released')).filter(({ key }) => key === id)
    expect(released.map(({ body }) => [body.version, body.correction])).toEqual([
      [1, undefined],
      [2, { previous: 1, severity: 'error', note: wrong.note, publishedAt: open.published!.at }],
    ])
    expect(released[1]!.body.products).toHaveLength(4)
    const after = await desk.see('100000-wei', id)
    expect(after).toMatchObject({
      state: 'released',
      version: 2,
      published: { version: 2 },
      correction: { severity: 'error', previous: 1 },
    })
    expect(after.signatures.map(({ valid }) => valid)).toEqual([true, true, true])
    expect(after.history.map(({ what }) => what)).toContain('story.reopened')
  })

  it('binds the signatures to what readers are told: another note is another hash', async () => {
    const hashes = []
    for (const note of ['甲', '乙']) {
      const id = await out()
      await post(id, 'correct', { ...wrong, note }).expect(200)
      hashes.push((await post(id, 'seal', { revision: 0 }).expect(200)).body.sealed.contentHash)
    }
    expect(new Set(hashes).size).toBe(2)
  })

  it('needs a note when something was wrong, a change or a note to be sealed, and a story that is out', async () => {
    const id = await out()
    await post(id, 'correct', { ...wrong, note: '' }).expect(400)
    await post(id, 'correct', { severity: 'refinement', note: '', reason: '润色' }).expect(200)
    expect(code(await post(id, 'seal', { revision: 0 }).expect(422))).toBe('editing/nothing-corrected')
    expect((await post(id, 'correct', wrong).expect(200)).body.correction).toMatchObject({ severity: 'error' })
    await post(id, 'seal', { revision: 0 }).expect(200)
    expect(code(await post(id, 'correct', { ...wrong, note: '别的' }).expect(409))).toBe('editing/correction-sealed')
    const draft = (await desk.as('100000-wei').post('/api/stories', { document })).body
    expect(code(await post(draft.id, 'correct', wrong).expect(409))).toBe('editing/not-out')
    const carried = await desk.as('100000-lin').put(`/api/stories/${id}/draft`, { revision: 0, document: better, mustCarry: true })
    expect(code(carried)).toBe('editing/carry-fixed')
  })

  it('is dropped, sealed or not: the story is as it was, with its signatures, and the next one has a number of its own', async () => {
    const id = await out()
    await corrected(id)
    await post(id, 'abandon').expect(200)
    const after = await desk.see('100000-lin', id)
    expect(after).toMatchObject({ state: 'released', version: 1, correction: null, may: { correct: true, abandon: false } })
    expect([after.document, after.signatures.map(({ valid }) => valid)]).toEqual([document, [true, true, true]])
    await desk.publish([draft('product.refused', id, refusedLate(id))])
    expect((await desk.see('100000-lin', id)).sealed).toMatchObject({ version: 1, made: 3 })
    await corrected(id)
    expect((await desk.see('100000-lin', id)).version).toBe(3)
  })

  it('leaves the recall open all the time, by the headline that is out', async () => {
    const id = await out()
    await post(id, 'correct', wrong).expect(200)
    const other = textWith('西吉马铃薯已种完', '三万亩。').document
    await desk.as('100000-wei').put(`/api/stories/${id}/draft`, { revision: 0, document: other }).expect(200)
    expect((await desk.see('100000-gao', id)).may.recall).toBe(true)
    const order = (confirmation: string) => post(id, 'recall', { reason: '有误', confirmation }, '100000-gao')
    expect(code(await order('西吉马铃薯已种完').expect(422))).toBe('editing/confirmation-differs')
    expect((await order('西吉马铃薯开种').expect(200)).body.state).toBe('recalled')
    expect(code(await post(id, 'correct', wrong).expect(409))).toBe('editing/not-out')
  })
})

const refusedLate = (story: string) =>
  ({
    story,
    version: 2,
    centre: '100000',
    outlet: '100000-web',
    channel: 'web',
    failure: { code: 'generation/late', says: { zh: '晚', en: 'late' }, next: { zh: '-', en: '-' } },
    at: new Date().toISOString(),
    id: uuidv7(),
  }) as never
