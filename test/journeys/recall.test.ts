import { join } from 'node:path'
import { type Cooked, cook, type Crew, connect, crewOf, laySamples, untilStill } from '@kitchen/kitchen'
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
  const one = async (role: string) => { const client = connect(kitchen.workspace); await client.signIn(`640122-${role}`); return client }
  const [editor, head, chief] = [await one('county-editor'), await one('section-head'), await one('editor-in-chief')]
  const copy = await editor.adopt(cooked.story.id)
  const opened = await untilStill(() => editor.story(copy).catch(() => undefined), (story) => story !== undefined, () => {}, 20_000)
  const document = structuredClone(opened!.document) as { content: { type: string; content?: { type: string; text: string }[] }[] }
  for (const node of document.content) {
    if (node.type === 'headline') node.content = [{ type: 'text', text: '今夜贺兰降温　菜农速关棚' }]
    if (node.type === 'paragraph') node.content = [{ type: 'text', text: '贺兰县气象台提醒：今夜气温下降8摄氏度，请各乡镇菜农关闭棚室。' }]
  }
  await editor.save(copy, opened!.revision, document)
  const { revision } = await editor.story(copy)
  const sealed = await editor.seal(copy, revision)
  const version = sealed.sealed!.version
  await untilStill(() => editor.story(copy), ({ sealed: now }) => now?.productsHash !== null && now?.made === now?.expected, () => {})
  const chain = [['first', head], ['second', head], ['final', chief]] as const
  await expect((async () => { for (const [review, person] of chain) await signOne(person, review) })()).rejects.toThrow() // the section head is no responsible editor
  await expect(signOne(editor, 'first')).rejects.toThrow() // the author signs no review of the own text
  async function signOne(person: typeof editor, review: 'first' | 'second' | 'final') {
    const { sealed: now } = await person.story(copy)
    await person.sign(copy, { version, review, contentHash: now!.contentHash, productsHash: now!.productsHash! })
  }
})

test('a recall reaches every copy: pages answer 410 and leave feeds and search, folders are emptied, WeChat says what remains', async () => {
  const story = cooked.story.id
  expect(await status(`/sites/640521/stories/${story}/`)).toBe(200)
  await expect(crew.editorInChief.recall(story, '事实有误', '别的标题')).rejects.toThrow()
  await crew.editorInChief.recall(story, '气温数据有误', cooked.story.headline)
  const gone = await untilStill(() => crew.editor.deliveries(story), (all) => all.every(({ state }) => state === 'withdrawn' || state === 'person'), () => {})
  expect(gone.filter(({ state }) => state !== 'withdrawn').map(({ outlet, state }) => `${outlet} ${state}`)).toEqual([])
  for (const centre of ['640000', '640100', '640521']) {
    expect(await status(`/sites/${centre}/stories/${story}/`)).toBe(410)
    expect(await status(`/api/app/${centre}/stories/${story}`)).toBe(410)
    expect(await (await fetch(`${kitchen.published}/sites/${centre}/feed.xml`)).text()).not.toContain(story)
  }
  expect(gone.filter(({ channel }) => channel === 'wechat').every(({ remains }) => remains !== null)).toBe(true)
  await expect.poll(async () => JSON.stringify(await crew.editor.get('/api/search?q=降温')), { timeout: 3000 }).not.toContain(story)
  const [copy] = await crew.editor.copies(story)
  expect(copy?.recalledAt).not.toBeNull()
})
