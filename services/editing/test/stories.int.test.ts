import { storyList } from '@kitchen/api'
import { draft } from '@kitchen/events'
import { uuidv7 } from '@kitchen/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signed, signedStory, type TestDesk, testDesk } from './desk.ts'
import { callerFor, textWith } from './newsroom.ts'

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

describe('the way of a story', () => {
  it('goes from a draft to a release that names exactly what was signed', async () => {
    const story = await signedStory(desk, document, true)
    expect(story.may).toMatchObject({ release: true, sign: null, write: true })
    await desk.as('100000-lin').post(`/api/stories/${story.id}/release`, { version: 1 }).expect(200)
    const released = (await desk.events('story.released')).find(({ key }) => key === story.id)!.body
    const hash = 'a'.repeat(64)
    expect(released).toMatchObject({ version: 1, headline: '西吉马铃薯开种', person: '100000-lin', mustCarry: true, origin: null })
    expect(released.products).toEqual([
      { outlet: '100000-print', hash, authorisedBy: null },
      { outlet: '100000-web', hash, authorisedBy: null },
      { outlet: '100000-wechat', hash, authorisedBy: null },
      { outlet: '100100-web', hash, authorisedBy: '100100-chief' },
    ])
    const after = await desk.see('100000-wei', story.id)
    expect(after.state).toBe('released')
    expect(after.waiting.step).toBe('none')
    expect(after.signatures.map(({ review, name, valid }) => [review, name, valid])).toEqual([
      ['first', 'lin（样例）', true],
      ['second', 'gao（样例）', true],
      ['final', 'all（样例）', true],
    ])
    expect(after.history.map(({ what, name }) => `${what} ${name.slice(0, 3)}`)).toEqual([
      'story.created wei',
      'story.filed wei',
      'version.sealed lin',
      'story.signed lin',
      'story.signed gao',
      'story.signed all',
      'story.released lin',
    ])
  })

  it('says with whom it is and since when, at each step', async () => {
    const { id, revision, waiting } = await begin()
    expect(waiting).toMatchObject({ step: 'write', people: [{ person: '100000-wei' }] })
    await desk.as('100000-wei').post(`/api/stories/${id}/file`, { revision }).expect(200)
    expect((await desk.see('100000-wei', id)).waiting).toMatchObject({ step: 'seal', since: new Date(desk.time.now).toISOString() })
    const sealed = await desk.as('100000-lin').post(`/api/stories/${id}/seal`, { revision })
    await desk.make(sealed.body)
    expect((await desk.see('100000-wei', id)).waiting.people.map(({ person }) => person)).toEqual(['100000-lin', '100000-all'])
    await signed(desk, '100000-all', id, 'first')
    expect((await desk.see('100000-wei', id)).waiting).toMatchObject({
      step: 'second',
      people: [{ person: '100000-lin' }, { person: '100000-gao' }],
    })
  })

  it('lists what waits for me first', async () => {
    const { id, revision } = await begin()
    await begin()
    await desk.as('100000-wei').post(`/api/stories/${id}/file`, { revision })
    const { stories } = storyList.parse((await desk.as('100000-gao').get('/api/stories').expect(200)).body)
    const waits = stories.map(({ waitsForMe }) => waitsForMe)
    expect(waits).toEqual([...waits].sort((a, b) => Number(b) - Number(a)))
    expect(stories.find((one) => one.id === id)?.waitsForMe).toBe(true)
    const mine = await desk.as('100000-gao').get('/api/stories?mine=true&state=draft').expect(200)
    expect(mine.body.stories).toEqual([])
  })
})

describe('saving', () => {
  it('counts revisions, refuses an older one, and takes the same text twice', async () => {
    const { id } = await begin()
    const other = textWith('西吉马铃薯开种', '今年面积又添三万亩。').document
    const first = await desk.as('100000-wei').put(`/api/stories/${id}/draft`, { revision: 0, document: other }).expect(200)
    expect(first.body).toEqual({ revision: 1 })
    const again = await desk.as('100000-wei').put(`/api/stories/${id}/draft`, { revision: 0, document: other }).expect(200)
    expect(again.body).toEqual({ revision: 1 })
    const late = await desk.as('100000-lin').put(`/api/stories/${id}/draft`, { revision: 0, document }).expect(409)
    expect(code(late)).toBe('editing/revision-passed')
    expect(late.body.says.zh).toContain('第 1 稿')
  })

  it('refuses what is no story, and must-carry where nobody has authorised it', async () => {
    expect(
      code(
        await desk
          .as('100000-wei')
          .post('/api/stories', { document: { type: 'evil' } })
          .expect(422),
      ),
    ).toBe('document/invalid')
    expect(code(await desk.as('100100-editor').post('/api/stories', { document, mustCarry: true }).expect(422))).toBe('editing/no-standing')
  })

  it('voids the signatures when a sealed text is changed', async () => {
    const story = await signedStory(desk, document)
    const changed = textWith('西吉马铃薯开种', '改了一个字。').document
    await desk.as('100000-lin').put(`/api/stories/${story.id}/draft`, { revision: 0, document: changed }).expect(200)
    const after = await desk.see('100000-lin', story.id)
    expect(after.state).toBe('draft')
    expect(after.waiting.step).toBe('edit')
    expect(after.signatures.every(({ valid }) => !valid)).toBe(true)
    expect(after.history.at(-1)).toMatchObject({ what: 'story.returned', person: '100000-lin' })
    expect(code(await desk.as('100000-lin').post(`/api/stories/${story.id}/release`, { version: 1 }).expect(409))).toBe(
      'editing/not-sealed',
    )
  })
})

describe('sealing', () => {
  const pictured = (asset: string) => {
    const base = textWith('有图', '正文。').document as { content: object[] }
    return { ...base, content: [...base.content, { type: 'picture', attrs: { id: 'pic', asset, caption: '春耕' } }] }
  }
  const received = (asset: string) => {
    const { centre, person } = callerFor('100000-wei')
    const body = {
      asset,
      centre,
      person,
      story: null,
      name: '春耕.jpg',
      kind: 'photo',
      sha256: 'b'.repeat(64),
      bytes: 1,
      mediaType: 'image/jpeg',
      width: 1,
      height: 1,
      durationMs: null,
      aigc: null,
      at: '2025-11-24T04:00:00.000Z',
    }
    return draft('asset.received', asset, body as never)
  }

  it('needs a headline, and the assets that the text names', async () => {
    const bare = (await desk.as('100000-lin').post('/api/stories', {}).expect(201)).body
    expect(code(await desk.as('100000-lin').post(`/api/stories/${bare.id}/seal`, { revision: 0 }).expect(422))).toBe(
      'editing/headline-missing',
    )
    const asset = uuidv7()
    const story = await begin('100000-lin', { document: pictured(asset) })
    const refusal = await desk.as('100000-lin').post(`/api/stories/${story.id}/seal`, { revision: 0 }).expect(422)
    expect(code(refusal)).toBe('editing/picture-unknown')
    expect(refusal.body.says.zh).toContain('春耕')
    await desk.publish([received(asset)])
    await desk.as('100000-lin').post(`/api/stories/${story.id}/seal`, { revision: 0 }).expect(200)
    const sealed = (await desk.events('version.sealed')).find(({ key }) => key === story.id)!.body
    expect(sealed.assets).toEqual([{ asset, sha256: 'b'.repeat(64), kind: 'photo', name: '春耕.jpg' }])
    expect(sealed.responsibleEditor).toBe('lin（样例）')
  })

  it('does not take the asset of another centre', async () => {
    const asset = uuidv7()
    await desk.publish([received(asset)])
    const story = await begin('100100-editor', { document: pictured(asset) })
    expect(code(await desk.as('100100-editor').post(`/api/stories/${story.id}/seal`, { revision: 0 }).expect(422))).toBe(
      'editing/picture-unknown',
    )
  })

  it('says why an asset was refused', async () => {
    const asset = uuidv7()
    const { centre, person } = callerFor('100000-wei')
    const failure = { code: 'ingest/broken', says: { zh: '文件损坏。', en: 'Broken.' }, next: { zh: '重传。', en: 'Again.' } }
    await desk.publish([
      draft('asset.refused', asset, {
        asset,
        centre,
        person,
        story: null,
        name: '坏.jpg',
        failure,
        at: '2025-11-24T04:00:00.000Z',
      } as never),
    ])
    const story = await begin('100000-lin', { document: pictured(asset) })
    const refusal = await desk.as('100000-lin').post(`/api/stories/${story.id}/seal`, { revision: 0 }).expect(422)
    expect(refusal.body).toMatchObject({ code: 'editing/picture-refused', says: { zh: '素材“坏.jpg”没有通过检查：文件损坏。' } })
  })
})

describe('the wall', () => {
  it('shows a story to no other centre and lets nobody else act on it', async () => {
    const { id } = await signedStory(desk, document)
    const stranger = desk.as('100100-editor')
    const body = {
      revision: 0,
      document,
      reason: 'x',
      version: 1,
      confirmation: '西吉马铃薯开种',
      review: 'first',
      contentHash: 'a'.repeat(64),
      productsHash: 'a'.repeat(64),
    }
    const pick = (...keys: (keyof typeof body)[]) => Object.fromEntries(keys.map((key) => [key, body[key]]))
    const tries = [
      stranger.get(`/api/stories/${id}`),
      stranger.put(`/api/stories/${id}/draft`, pick('revision', 'document')),
      stranger.post(`/api/stories/${id}/file`, pick('revision')),
      stranger.post(`/api/stories/${id}/seal`, pick('revision')),
      stranger.post(`/api/stories/${id}/signatures`, pick('version', 'review', 'contentHash', 'productsHash')),
      stranger.post(`/api/stories/${id}/return`, pick('reason')),
      stranger.post(`/api/stories/${id}/release`, pick('version')),
      stranger.post(`/api/stories/${id}/recall`, pick('reason', 'confirmation')),
      stranger.post(`/api/stories/${id}/nudge`),
    ]
    for (const answer of await Promise.all(tries)) expect([answer.status, code(answer)]).toEqual([404, 'editing/no-story'])
    const { stories } = (await stranger.get('/api/stories').expect(200)).body
    expect(stories.every(({ centre }: { centre: string }) => centre === '100100')).toBe(true)
  })

  it('asks for a session, and answers an id that is none', async () => {
    expect(code(await desk.as('').get('/api/stories').expect(401))).toBe('runtime/not-signed-in')
    expect(code(await desk.as('100000-wei').get('/api/stories/7').expect(404))).toBe('editing/no-story')
  })
})

describe('the System page', () => {
  it('tells how many wait at which step, and what nobody can move', async () => {
    const { id } = await begin('100100-head') // the only section head of the house: nobody is left for the second review
    const sealed = (await desk.as('100100-head').post(`/api/stories/${id}/seal`, { revision: 0 }).expect(200)).body
    await desk.make(sealed)
    await signed(desk, '100100-editor', id, 'first')
    const { figures, stuck } = await desk.report()
    expect(figures.find(({ name }) => name.en === 'waiting: second review')?.value).toBeGreaterThan(0)
    expect(stuck.find((one) => one.story === id)).toMatchObject({ kind: 'person', centre: '100100' })
  })
})
