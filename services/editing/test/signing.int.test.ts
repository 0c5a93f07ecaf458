import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { productMade, productRefused, signed, signedStory, type TestDesk, testDesk } from './desk.ts'
import { textWith } from './newsroom.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await testDesk()
})
afterAll(() => desk.stop())

const { document } = textWith('西吉马铃薯开种', '今年面积又添两万亩。')
const begin = async (who = '100000-wei', more = {}) =>
  (
    await desk
      .as(who)
      .post('/api/stories', { document, ...more })
      .expect(201)
  ).body
const code = (response: { body: { code?: string } }) => response.body.code

describe('signing', () => {
  it('waits for every product, and voids signatures when a product changes', async () => {
    const story = await begin('100000-wei')
    const sealed = (await desk.as('100000-lin').post(`/api/stories/${story.id}/seal`, { revision: 0 }).expect(200)).body
    const hashes = { version: 1, contentHash: sealed.sealed.contentHash, productsHash: 'c'.repeat(64) }
    expect(sealed.sealed.productsHash).toBeNull()
    const early = await desk
      .as('100000-lin')
      .post(`/api/stories/${story.id}/signatures`, { ...hashes, review: 'first' })
      .expect(409)
    expect(code(early)).toBe('editing/products-pending')
    await desk.make(sealed)
    await signed(desk, '100000-lin', story.id, 'first')
    await desk.publish([productMade(sealed, '100000-web', 'd'.repeat(64))])
    const view = await desk.see('100000-lin', story.id)
    expect(view.signatures.map(({ valid }) => valid)).toEqual([false])
    expect(view.may.sign).toBe('first')
  })

  it('keeps signatures over a technical revision, which is what goes out', async () => {
    const story = await begin('100000-wei')
    const sealed = (await desk.as('100000-lin').post(`/api/stories/${story.id}/seal`, { revision: 0 }).expect(200)).body
    await desk.make(sealed)
    await signed(desk, '100000-lin', story.id, 'first')
    const before = (await desk.see('100000-lin', story.id)).sealed!.productsHash
    const made = productMade(sealed, '100000-web', 'd'.repeat(64)) as { body: Record<string, unknown> }
    await desk.publish([{ ...made, body: { ...made.body, replaces: 'a'.repeat(64) } } as never])
    await desk.publish([{ ...made, body: { ...made.body, hash: 'e'.repeat(64), replaces: 'd'.repeat(64) } } as never])
    const view = await desk.see('100000-lin', story.id)
    expect(view.sealed!.productsHash).toBe(before)
    expect(view.signatures.map(({ valid }) => valid)).toEqual([true])
    await signed(desk, '100000-gao', story.id, 'second')
    await signed(desk, '100000-all', story.id, 'final')
    await desk.as('100000-all').post(`/api/stories/${story.id}/release`, { version: 1 }).expect(200)
    expect((await desk.see('100000-lin', story.id)).signatures.every(({ valid }) => valid)).toBe(true)
    const released = (await desk.events('story.released')).find(({ key }) => key === story.id)!.body.products
    expect(released).toContainEqual(expect.objectContaining({ outlet: '100000-web', hash: 'e'.repeat(64) }))
  })

  it('refuses hashes that have passed, another turn, a second review, and the author', async () => {
    const story = await begin('100000-wei')
    const sealed = (await desk.as('100000-lin').post(`/api/stories/${story.id}/seal`, { revision: 0 })).body
    await desk.make(sealed)
    const { contentHash } = sealed.sealed
    const stale = { version: 1, contentHash, productsHash: 'c'.repeat(64), review: 'first' }
    expect(code(await desk.as('100000-lin').post(`/api/stories/${story.id}/signatures`, stale).expect(409))).toBe('editing/hash-passed')
    expect(code(await signed(desk, '100000-gao', story.id, 'second', 409))).toBe('editing/review-order')
    expect(code(await signed(desk, '100000-wei', story.id, 'first', 403))).toBe('editing/author-cannot-review')
    expect(code(await signed(desk, '100000-gao', story.id, 'first', 403))).toBe('editing/not-allowed')
    await signed(desk, '100000-lin', story.id, 'first')
    await signed(desk, '100000-lin', story.id, 'first')
    expect((await desk.see('100000-lin', story.id)).signatures).toHaveLength(1)
    expect(code(await signed(desk, '100000-all', story.id, 'first', 409))).toBe('editing/already-signed')
    expect(code(await signed(desk, '100000-lin', story.id, 'second', 403))).toBe('editing/one-review-each')
    expect(code(await desk.as('100000-lin').post(`/api/stories/${story.id}/release`, { version: 1 }).expect(409))).toBe(
      'editing/signatures-missing',
    )
  })

  it('takes one of two people who sign the same review in the same moment', async () => {
    const story = await begin('100000-wei')
    const sealed = (await desk.as('100000-lin').post(`/api/stories/${story.id}/seal`, { revision: 0 })).body
    await desk.make(sealed)
    const { version, contentHash, productsHash } = (await desk.see('100000-lin', story.id)).sealed!
    const both = ['100000-lin', '100000-all'].map((who) =>
      desk.as(who).post(`/api/stories/${story.id}/signatures`, { version, contentHash, productsHash, review: 'first' }),
    )
    expect((await Promise.all(both)).map(({ status }) => status).sort()).toEqual([200, 409])
  })
})

describe('a product that was refused at the release', () => {
  it('goes out alone once it was made and finally reviewed, by its hash, once', async () => {
    const story = await begin('100000-wei')
    const sealed = (await desk.as('100000-lin').post(`/api/stories/${story.id}/seal`, { revision: 0 })).body
    await desk.make(sealed)
    await desk.publish([productRefused(sealed, '100000-wechat')])
    for (const [who, review] of [
      ['100000-lin', 'first'],
      ['100000-gao', 'second'],
      ['100000-all', 'final'],
    ] as const)
      await signed(desk, who, story.id, review)
    await desk.as('100000-lin').post(`/api/stories/${story.id}/release`, { version: 1 }).expect(200)
    const order = { version: 1, outlet: '100000-wechat', hash: 'b'.repeat(64) }
    const supplement = (who: string, body: object) => desk.as(who).post(`/api/stories/${story.id}/supplements`, body)
    expect(code(await supplement('100000-all', order).expect(409))).toBe('editing/no-late-product')
    const correct = { severity: 'update', note: '', reason: '补充' }
    await desk.as('100000-lin').post(`/api/stories/${story.id}/correct`, correct).expect(200)
    await desk.publish([productMade(sealed, '100000-web', 'd'.repeat(64)), productMade(sealed, '100000-wechat', 'b'.repeat(64))])
    await desk.as('100000-lin').post(`/api/stories/${story.id}/abandon`, {}).expect(200) // what was made meanwhile is kept for what is out
    expect(await desk.see('100000-all', story.id)).toMatchObject({ late: [{ outlet: '100000-wechat' }], may: { supplement: true } })
    expect(code(await supplement('100000-all', { ...order, outlet: '100000-web', hash: 'd'.repeat(64) }).expect(409))).toBe(
      'editing/no-late-product',
    )
    expect(code(await supplement('100000-all', { ...order, hash: 'c'.repeat(64) }).expect(409))).toBe('editing/hash-passed')
    expect(code(await supplement('100000-gao', order).expect(403))).toBe('editing/one-review-each')
    expect(code(await supplement('100000-lin', order).expect(403))).toBe('editing/not-allowed')
    await supplement('100000-all', order).expect(200)
    const after = (await supplement('100000-all', order).expect(200)).body
    expect(after).toMatchObject({ state: 'released', late: [], may: { supplement: false } })
    expect(after.signatures.every(({ valid }: { valid: boolean }) => valid)).toBe(true)
    const said = (await desk.events('story.supplemented')).filter(({ key }) => key === story.id)
    expect(said.map(({ body }) => body.product)).toEqual([{ outlet: '100000-wechat', hash: 'b'.repeat(64), authorisedBy: null }])
  })
})

describe('return, recall and nudge', () => {
  it('returns a filed story with a reason', async () => {
    const { id } = await begin()
    await desk.as('100000-wei').post(`/api/stories/${id}/file`, { revision: 0 })
    expect(code(await desk.as('100000-wei').post(`/api/stories/${id}/return`, { reason: ' ' }).expect(400))).toBe('runtime/bad-body')
    await desk.as('100000-gao').post(`/api/stories/${id}/return`, { reason: '请补上消息来源' }).expect(200)
    const view = await desk.see('100000-wei', id)
    expect(view).toMatchObject({ state: 'draft', waiting: { step: 'edit' } })
    expect(view.history.at(-1)).toMatchObject({ what: 'story.returned', name: 'gao（样例）', reason: '请补上消息来源' })
  })

  it('recalls a released story when the headline is typed', async () => {
    const { id } = await signedStory(desk, document)
    await desk.as('100000-lin').post(`/api/stories/${id}/release`, { version: 1 }).expect(200)
    expect(
      code(await desk.as('100000-wei').post(`/api/stories/${id}/recall`, { reason: '有误', confirmation: '西吉马铃薯开种' }).expect(403)),
    ).toBe('editing/not-allowed')
    expect(code(await desk.as('100000-gao').post(`/api/stories/${id}/recall`, { reason: '有误', confirmation: '西吉' }).expect(422))).toBe(
      'editing/confirmation-differs',
    )
    const recalled = await desk
      .as('100000-gao')
      .post(`/api/stories/${id}/recall`, { reason: '有误', confirmation: '西吉马铃薯开种' })
      .expect(200)
    expect(recalled.body).toMatchObject({ state: 'recalled', may: { recall: false, write: false } })
    await desk.as('100000-gao').post(`/api/stories/${id}/recall`, { reason: '有误', confirmation: '西吉马铃薯开种' }).expect(200)
    expect((await desk.events('story.recalled')).filter(({ key }) => key === id).map(({ body }) => body.reason)).toEqual(['有误'])
    expect(
      code(
        await desk
          .as('100000-lin')
          .put(`/api/stories/${id}/draft`, { revision: 0, document: textWith('改', '改').document })
          .expect(409),
      ),
    ).toBe('editing/closed')
  })

  it('takes one nudge in ten minutes from each person', async () => {
    const { id } = await begin()
    expect(code(await desk.as('100000-wei').post(`/api/stories/${id}/nudge`).expect(409))).toBe('editing/nobody-waits')
    await desk.as('100000-wei').post(`/api/stories/${id}/file`, { revision: 0 })
    const nudged = await desk.as('100000-wei').post(`/api/stories/${id}/nudge`).expect(200)
    expect(nudged.body).toMatchObject({ waiting: { nudges: 1 }, may: { nudge: false } })
    expect(nudged.body.history.at(-1)).toMatchObject({ what: 'story.nudged', person: '100000-wei' })
    const soon = await desk.as('100000-wei').post(`/api/stories/${id}/nudge`).expect(429)
    expect(soon.body.next.zh).toContain('10 分钟')
    desk.time.now += 600_000
    await desk.as('100000-wei').post(`/api/stories/${id}/nudge`).expect(200)
  })
})

describe('a second click', () => {
  it('begins one story for one Idempotency-Key, also at the same moment', async () => {
    const click = () => desk.as('100000-wei').post('/api/stories', { document }).set('Idempotency-Key', 'click-1')
    const answers = await Promise.all([click(), click(), click()])
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
    expect(
      code(
        await desk
          .as('100000-wei')
          .post(`/api/stories/${answers[0].body.id}/file`, { revision: 0 })
          .set('Idempotency-Key', 'click-1')
          .expect(422),
      ),
    ).toBe('editing/key-used')
  })

  it('returns once for one key, and says no without', async () => {
    const { id } = await begin()
    await desk.as('100000-wei').post(`/api/stories/${id}/file`, { revision: 0 })
    const back = () => desk.as('100000-gao').post(`/api/stories/${id}/return`, { reason: '核实' })
    await back().set('Idempotency-Key', 'back-1').expect(200)
    await back().set('Idempotency-Key', 'back-1').expect(200)
    expect(code(await back().expect(409))).toBe('editing/not-here')
    expect((await desk.see('100000-wei', id)).history.filter(({ what }) => what === 'story.returned')).toHaveLength(1)
  })

  it('seals, files and releases once without any key', async () => {
    const { id } = await signedStory(desk, document)
    await desk.as('100000-lin').post(`/api/stories/${id}/seal`, { revision: 0 }).expect(200)
    const releases = [1, 2].map(() => desk.as('100000-lin').post(`/api/stories/${id}/release`, { version: 1 }).expect(200))
    await Promise.all(releases)
    expect((await desk.events('story.released')).filter(({ key }) => key === id)).toHaveLength(1)
    expect((await desk.events('version.sealed')).filter(({ key }) => key === id)).toHaveLength(1)
  })
})
