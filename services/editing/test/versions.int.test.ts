import { comparedTexts, versionList } from '@kitchen/api'
import { changesBetween } from '@kitchen/document'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { signedStory, type TestDesk, testDesk } from './desk.ts'
import { textWith } from './newsroom.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await testDesk()
})
afterAll(() => desk.stop())

test('any two texts of a story are set against each other, with who wrote where; strangers and numbers of none get nothing', async () => {
  const { id, revision } = await signedStory(desk, textWith('放水6天', '渠水到了。').document)
  desk.time.now += 60_000
  const changed = textWith('放水8天', '渠水到了。').document
  await desk.as('100000-lin').put(`/api/stories/${id}/draft`, { revision, document: changed }).expect(200)
  const { versions } = versionList.parse((await desk.as('100000-lin').get(`/api/stories/${id}/versions`).expect(200)).body)
  expect(versions.map(({ version, signed }) => [version, signed])).toEqual([[1, true]])
  const texts = comparedTexts.parse((await desk.as('100000-gao').get(`/api/stories/${id}/compare?from=1`).expect(200)).body)
  const marked = changesBetween(texts.from.document, texts.to.document).filter(({ is }) => is !== 'same')
  expect(marked.map((one) => [one.id, one.runs.map(({ text, is }) => `${is} ${text}`)])).toEqual([
    ['headline', ['kept 放水', 'cut 6', 'put 8', 'kept 天']],
  ])
  expect(texts.hands).toMatchObject([{ block: 'headline', people: [{ person: '100000-lin' }] }])
  await desk.as('100000-gao').get(`/api/stories/${id}/compare?from=1&to=7`).expect(404)
  await desk.as('100000-gao').get(`/api/stories/${id}/compare?from=-1`).expect(400)
  await desk.as('100100-editor').get(`/api/stories/${id}/compare?from=1`).expect(404)
  await desk.as('100100-editor').get(`/api/stories/${id}/versions`).expect(404)
})
