import { storyList } from '@kitchen/api'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type TestDesk, testDesk } from './desk.ts'
import { textWith } from './newsroom.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await testDesk()
})
afterAll(() => desk.stop())

const { document } = textWith('西吉马铃薯开种', '今年面积又添两万亩。')
const begin = async () => (await desk.as('100000-wei').post('/api/stories', { document }).expect(201)).body.id as string
const post = (id: string, path: string, who = '100000-wei', body: object = {}) => desk.as(who).post(`/api/stories/${id}/${path}`, body)
const listed = async () => storyList.parse((await desk.as('100000-wei').get('/api/stories')).body).stories.map(({ id }) => String(id))

it('a draft that is thrown away is gone for everybody, and comes back whole by its author’s undo', async () => {
  const id = await begin()
  expect((await desk.see('100000-wei', id)).may.discard).toBe(true)
  await post(id, 'discard').expect(200)
  await desk.as('100000-lin').get(`/api/stories/${id}`).expect(404)
  expect(await listed()).not.toContain(id)
  expect((await post(id, 'file', '100000-wei', { revision: 0 }).expect(404)).body.code).toBe('editing/no-story')
  expect((await post(id, 'restore', '100000-lin').expect(403)).body.code).toBe('editing/not-author')
  await post(id, 'restore').expect(200)
  expect([(await desk.see('100000-wei', id)).document, await listed()]).toEqual([document, expect.arrayContaining([id])])
})

it('is refused to others, and once the desk has had the story', async () => {
  const id = await begin()
  expect((await post(id, 'discard', '100000-lin').expect(403)).body.code).toBe('editing/not-author')
  await post(id, 'file', '100000-wei', { revision: 0 }).expect(200)
  expect((await post(id, 'discard').expect(409)).body.code).toBe('editing/not-here')
  await post(id, 'return', '100000-lin', { reason: '核实' }).expect(200)
  expect((await post(id, 'discard').expect(409)).body.code).toBe('editing/not-here')
})

it('a nudge that was just given is offered no more, here and in lists', async () => {
  const id = await begin()
  await post(id, 'file', '100000-wei', { revision: 0 }).expect(200)
  const line = async () => storyList.parse((await desk.as('100000-wei').get('/api/stories')).body).stories.find((one) => one.id === id)
  expect((await line())?.mayNudge).toBe(true)
  await post(id, 'nudge').expect(200)
  expect([(await line())?.mayNudge, (await desk.see('100000-wei', id)).may.nudge]).toEqual([false, false])
})
