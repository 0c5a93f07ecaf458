import { join } from 'node:path'
import { type Cooked, type Crew, connect, cook, crewOf, laySamples, signByThree, untilStill } from '@kitchen/kitchen'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { faultsOf } from './accessible.ts'
import { beginDay, type Day, desk, launch, phone, signIn } from './browser.ts'
import { type OwnKitchen, openKitchen } from './open-kitchen.ts'

let kitchen: OwnKitchen
let browser: Browser
let crew: Crew
let cooked: Cooked
let taken = ''

beforeAll(async () => {
  ;[kitchen, browser] = await Promise.all([openKitchen(), launch()])
  crew = await crewOf(kitchen.workspace, '640000')
  const [, flash] = await laySamples(join(kitchen.data, 'samples'))
  cooked = await cook(crew, flash!)
})
afterAll(async () => {
  await browser?.close()
  await kitchen?.close()
})
const begin = async (person: string, size: typeof phone = desk): Promise<Day> => {
  const day = await beginDay(browser, kitchen.workspace, { size })
  await signIn(day, person)
  return day
}
const picture = async (day: Day, name: string) => {
  if (process.env.PICTURES) await day.page.screenshot({ path: `${process.env.PICTURES}/${name}.png`, fullPage: true })
}

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
  taken = copy
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

test('a part is taken back: one channel of one centre goes, all else stays, and the board of the recall shows it', async () => {
  const story = cooked.story.id
  const day = await begin('640000-editor-in-chief')
  const { page } = day
  await page.goto(`${kitchen.workspace}/stories/${story}`)
  await day.click('部分撤稿')
  const dialog = page.getByRole('dialog', { name: '部分撤稿' })
  await dialog.getByLabel('中心').fill('海原')
  await page.keyboard.press('Enter')
  await dialog.getByLabel('渠道').fill('网')
  await page.keyboard.press('Enter')
  await dialog.getByLabel('撤稿原因').fill('海原网站配图有误')
  const go = dialog.getByRole('button', { name: '撤下这一部分' })
  expect(await go.isDisabled()).toBe(true)
  await dialog.getByLabel(/请输入标题/).fill(cooked.story.headline)
  await picture(day, 'part-recall')
  await go.click()
  await page.getByText('1 处全部核实撤下').waitFor()
  expect(await status(`/sites/640522/stories/${story}/`)).toBe(410)
  expect(await status(`/api/app/640522/stories/${story}`)).toBe(200)
  expect(await status(`/sites/640521/stories/${story}/`)).toBe(200)
  await day.close()
})

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

test('the board of the recall has every outlet of every centre and copy proved gone, on a desk and on a phone, and prints', async () => {
  const story = cooked.story.id
  const day = await begin('640000-editor-in-chief')
  const { page } = day
  await page.goto(`${kitchen.workspace}/stories/${story}/recall`)
  await page.getByText('100 处全部核实撤下').waitFor() // 95 of the original, which had yielded to the copy in one county, and 5 of the copy
  expect(await page.locator('tr[data-stage=gone]').count()).toBe(100)
  await page.locator('tr[data-outlet="640521-web"]').getByText('已出订阅源和站点地图').waitFor()
  expect(await faultsOf(page)).toEqual([])
  await picture(day, 'recall-1440')
  await page.emulateMedia({ media: 'print' })
  expect(await page.getByRole('button', { name: '打印报告' }).isVisible()).toBe(false)
  await picture(day, 'recall-print')
  await day.close()
  const small = await begin('640122-editor-in-chief', phone)
  await small.page.goto(`${kitchen.workspace}/stories/${taken}/recall`)
  await small.page.getByText('5 处全部核实撤下').waitFor()
  expect(await small.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
  expect(await faultsOf(small.page)).toEqual([])
  await picture(small, 'recall-390')
  await small.close()
})
