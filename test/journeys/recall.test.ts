import { join } from 'node:path'
import { type Cooked, type Crew, connect, cook, crewOf, laySamples, signByThree, untilStill } from '@kitchen/kitchen'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OwnKitchen, openKitchen } from './open-kitchen.ts'

let kitchen: OwnKitchen
let crew: Crew
let cooked: Cooked

beforeAll(async () => {
  kitchen = await openKitchen()
  crew = await crewOf(kitchen.workspace, '640000')
  const [, flash] = await laySamples(join(kitchen.data, 'samples'))
  cooked = await cook(crew, flash!)
})
afterAll(() => kitchen?.close())

const status = async (path: string) => (await fetch(`${kitchen.published}${path}`)).status

test('a county adopts, changes a paragraph and the headline, signs, and its own five outlets carry its masthead', async () => {
  const one = async (role: string) => {
    const client = connect(kitchen.workspace)
    await client.signIn(`640122-${role}`)
    return client
  }
  const [author, editor, sectionHead, editorInChief] = [
    await one('county-editor'),
    await one('editor'),
    await one('section-head'),
    await one('editor-in-chief'),
  ]
  const copy = await author.adopt(cooked.story.id)
  const opened = await untilStill(
    () => author.story(copy).catch(() => undefined),
    (story) => story !== undefined,
    () => {},
    20_000,
  )
  await author.save(copy, opened!.revision, localised(opened!.document))
  const sealed = await author.seal(copy, (await author.story(copy)).revision)
  const products = await untilStill(
    () => author.products(copy, sealed.sealed!.version),
    (all) => all.length === 5 && all.every(({ state }) => state === 'made'),
    () => {},
  )
  expect(products.map(({ outlet }) => outlet).sort()).toEqual(['app', 'print', 'tv', 'web', 'wechat'].map((channel) => `640122-${channel}`))
  const now = (await author.story(copy)).sealed!
  await signByThree({ reporter: author, editor, sectionHead, editorInChief }, copy)
  await editorInChief.release(copy, now.version)
  const arrived = await untilStill(
    () => editor.deliveries(copy),
    (all) => all.length === 5 && all.every(({ state }) => state === 'delivered'),
    () => {},
  )
  expect(arrived.filter(({ state }) => state !== 'delivered')).toEqual([])
  const page = await (await fetch(`${kitchen.published}/sites/640122/stories/${copy}/`)).text()
  expect(page).toContain('贺兰融媒')
  expect(page).toContain('今夜贺兰降温')
})

function localised(document: unknown): unknown {
  const changed = structuredClone(document) as { content: { type: string; content?: { type: string; text: string }[] }[] }
  for (const node of changed.content) {
    if (node.type === 'headline') node.content = [{ type: 'text', text: '今夜贺兰降温　菜农速关棚' }]
    if (node.type === 'paragraph') node.content = [{ type: 'text', text: '贺兰县气象台提醒：今夜气温下降8摄氏度，请各乡镇菜农关闭棚室。' }]
  }
  return changed
}

test('a recall reaches every copy: pages answer 410 and leave feeds and search, folders are emptied, WeChat says what remains', async () => {
  const story = cooked.story.id
  expect(await status(`/sites/640521/stories/${story}/`)).toBe(200)
  await expect(crew.editorInChief.recall(story, '事实有误', '别的标题')).rejects.toThrow()
  await crew.editorInChief.recall(story, '气温数据有误', cooked.story.headline)
  const gone = await untilStill(
    () => crew.editor.deliveries(story),
    (all) => all.every(({ state }) => state === 'withdrawn' || state === 'person'),
    () => {},
  )
  expect(gone.filter(({ state }) => state !== 'withdrawn').map(({ outlet, state }) => `${outlet} ${state}`)).toEqual([])
  for (const centre of ['640000', '640100', '640521']) {
    expect(await status(`/sites/${centre}/stories/${story}/`)).toBe(410)
    expect(await status(`/api/app/${centre}/stories/${story}`)).toBe(410)
    expect(await (await fetch(`${kitchen.published}/sites/${centre}/feed.xml`)).text()).not.toContain(story)
  }
  // the card of a push stays in readers' chats; what was carried for the region took nobody's push
  const wechat = gone.filter(({ channel }) => channel === 'wechat')
  expect(wechat.every(({ centre, origin, remains }) => (remains !== null) === (centre === origin))).toBe(true)
  await expect.poll(async () => JSON.stringify(await crew.editor.get('/api/search?q=降温')), { timeout: 3000 }).not.toContain(story)
  const [copy] = await crew.editor.copies(story)
  expect(copy?.recalledAt).not.toBeNull()
})
