import type { StoryView } from '@kitchen/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signed, type TestDesk, testDesk } from './desk.ts'
import { textWith } from './newsroom.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await testDesk()
})
afterAll(() => desk.stop())

const { document } = textWith('西吉马铃薯开种', '今年面积又添两万亩。')
const code = (response: { body: { code?: string } }) => response.body.code

async function sealedBy(author: string, editor: string): Promise<string> {
  const { id } = (await desk.as(author).post('/api/stories', { document }).expect(201)).body as StoryView
  const sealed = await desk.as(editor).post(`/api/stories/${id}/seal`, { revision: 0 }).expect(200)
  await desk.make(sealed.body)
  return id
}
const grant = (who: string, person: string, does: string, hours: number, more: object = {}) => {
  const at = (later: number) => new Date(desk.time.now + later * 3_600_000).toISOString()
  return desk.as(who).post('/api/stand-ins', { person, does, from: at(0), until: at(hours), reason: '出差', ...more })
}

describe('a house with proofreaders', () => {
  it('needs three proofreads besides the reviews, which one proofreader may all give, in the order of the house', async () => {
    const id = await sealedBy('100101-jin', '100101-tao')
    const { chain, waiting } = await desk.see('100101-jin', id)
    expect([chain, waiting.step]).toEqual([['first', 'proof-first', 'second', 'proof-second', 'proof-third', 'final'], 'first'])
    await signed(desk, '100101-wu', id, 'first')
    expect(code(await signed(desk, '100101-tao', id, 'second', 409))).toBe('editing/review-order')
    expect(code(await signed(desk, '100101-tao', id, 'proof-first', 403))).toBe('editing/not-allowed')
    await signed(desk, '100101-xu', id, 'proof-first')
    await signed(desk, '100101-tao', id, 'second')
    await signed(desk, '100101-xu', id, 'proof-second')
    expect(code(await desk.as('100101-tao').post(`/api/stories/${id}/release`, { version: 1 }).expect(409))).toBe(
      'editing/signatures-missing',
    )
    await signed(desk, '100101-xu', id, 'proof-third')
    await signed(desk, '100101-bai', id, 'final')
    await desk.as('100101-tao').post(`/api/stories/${id}/release`, { version: 1 }).expect(200)
    expect((await desk.events('story.proofread')).filter(({ key }) => key === id).map(({ body }) => body.proof)).toEqual([
      'proof-first',
      'proof-second',
      'proof-third',
    ])
    const { history } = await desk.see('100101-jin', id)
    expect(history.flatMap(({ review }) => review ?? [])).toEqual(chain)
  })

  it('is asked for no proofread of its own where the reviews are the proofreads', async () => {
    const id = await sealedBy('100000-wei', '100000-lin')
    const { sealed } = await desk.see('100000-lin', id)
    await grant('100000-gao', '100000-lin', 'proof', 1).expect(201)
    const { version, contentHash, productsHash } = sealed!
    const refused = await desk
      .as('100000-lin')
      .post(`/api/stories/${id}/signatures`, { version, review: 'proof-first', contentHash, productsHash })
    expect(code(refused)).toBe('editing/not-in-chain')
  })
})

describe('a stand-in', () => {
  it('signs in place of who is away, in their time and not after, and the signature says by whose leave', async () => {
    const id = await sealedBy('100100-editor', '100100-mate')
    await signed(desk, '100100-mate', id, 'first')
    const { body } = await grant('100100-chief', '100100-mate', 'second', 2).expect(201)
    expect(body).toMatchObject({ person: '100100-mate', grantedBy: '100100-chief', ended: null })
    expect(code(await signed(desk, '100100-mate', id, 'second', 403))).toBe('editing/one-review-each')
    const other = await sealedBy('100100-editor', '100100-mate')
    expect(code(await signed(desk, '100100-head', other, 'first', 403))).toBe('editing/not-allowed')
    await grant('100100-chief', '100100-head', 'first', 2).expect(201)
    await signed(desk, '100100-head', other, 'first')
    expect((await desk.see('100100-editor', other)).waiting.people.map(({ person }) => person)).toEqual(['100100-mate'])
    desk.time.now += 3 * 3_600_000
    expect(code(await signed(desk, '100100-mate', other, 'second', 403))).toBe('editing/not-allowed')
    const { signatures, history } = await desk.see('100100-editor', other)
    expect(signatures[0]).toMatchObject({ review: 'first', person: '100100-head', valid: true, standIn: { grantedBy: '100100-chief' } })
    expect(history.at(-1)).toMatchObject({ review: 'first', by: 'stand-in' })
  })

  it('is granted by the editor in chief alone, to a colleague, for a time that is ahead and at most 31 days, and can be ended', async () => {
    expect(code(await grant('100100-editor', '100100-mate', 'first', 1).expect(403))).toBe('editing/not-allowed')
    expect(code(await grant('100100-chief', '100000-wei', 'first', 1).expect(404))).toBe('editing/no-colleague')
    expect(code(await grant('100100-chief', '100100-mate', 'first', -1).expect(422))).toBe('editing/stand-in-time')
    expect(code(await grant('100100-chief', '100100-mate', 'first', 24 * 40).expect(422))).toBe('editing/stand-in-time')
    const { id } = (await grant('100100-chief', '100100-head', 'final', 5).expect(201)).body
    expect(code(await desk.as('100000-gao').post(`/api/stand-ins/${id}/end`).expect(404))).toBe('editing/no-stand-in')
    expect((await desk.as('100100-chief').post(`/api/stand-ins/${id}/end`).expect(200)).body.ended).not.toBeNull()
    const { standIns } = (await desk.as('100100-mate').get('/api/stand-ins').expect(200)).body
    expect(standIns.every(({ centre }: { centre: string }) => centre === '100100')).toBe(true)
  })
})

describe('a signature by telephone', () => {
  const call = async (who: string, id: string, review: string, person: string, note = '10:32 打回本人号码，已读清全文') => {
    const { sealed } = await desk.see(who, id)
    const { version, contentHash, productsHash } = sealed!
    const body = { version, review, contentHash, productsHash, phone: { person, note, asset: null } }
    return desk.as(who).post(`/api/stories/${id}/signatures`, body)
  }

  it('counts like any other, with who wrote it down and the evidence; a later edit voids it', async () => {
    const id = await sealedBy('100000-wei', '100000-lin')
    expect((await desk.see('100000-lin', id)).may.record).toMatchObject({ review: 'first', people: [{ person: '100000-all' }] })
    await signed(desk, '100000-lin', id, 'first')
    expect((await call('100000-lin', id, 'second', '100000-gao')).status).toBe(200)
    const after = await desk.see('100000-wei', id)
    expect(after.signatures[1]).toMatchObject({ person: '100000-gao', valid: true, phone: { recordedBy: '100000-lin', asset: null } })
    expect(after.history.at(-1)).toMatchObject({ person: '100000-lin', review: 'second', by: 'phone', signer: '100000-gao' })
    const changed = textWith('西吉马铃薯开种', '改了一个字。').document
    await desk.as('100000-lin').put(`/api/stories/${id}/draft`, { revision: 0, document: changed }).expect(200)
    expect((await desk.see('100000-wei', id)).signatures.every(({ valid }) => !valid)).toBe(true)
  })

  it('is refused without evidence, by its own signer or the author, for a stranger, and for who may not sign', async () => {
    const id = await sealedBy('100000-wei', '100000-lin')
    expect((await call('100000-lin', id, 'first', '100000-all', '')).status).toBe(400)
    expect(code(await call('100000-all', id, 'first', '100000-all'))).toBe('editing/own-phone')
    expect(code(await call('100000-wei', id, 'first', '100000-all'))).toBe('editing/own-phone')
    expect(code(await call('100000-lin', id, 'first', '100100-mate'))).toBe('editing/no-colleague')
    expect(code(await call('100000-lin', id, 'first', '100000-gao'))).toBe('editing/not-allowed')
  })
})
