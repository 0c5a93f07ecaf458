import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Cooked, type Crew, cook, crewOf, laySamples, signByThree, untilStill } from '@kitchen/kitchen'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { faultsOf } from './accessible.ts'
import { beginDay, launch, phone, signIn } from './browser.ts'
import { type OwnKitchen, openKitchen } from './open-kitchen.ts'

let kitchen: OwnKitchen
let browser: Browser
let crew: Crew
let cooked: Cooked
const note = '第一段“6至8摄氏度”应为“6至10摄氏度”。'

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

test('an editor corrects what is out: severity, a note to readers, the text, and seals the next version', async () => {
  const day = await beginDay(browser, kitchen.workspace)
  const { page } = day
  await signIn(day, '640000-editor')
  await page.goto(`${kitchen.workspace}/stories/${cooked.story.id}`)
  await day.click('更正')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('给读者的更正说明').fill(note)
  await dialog.getByLabel('更正原因（只有本社看见）').fill('气象台更新了数据')
  expect(await faultsOf(page)).toEqual([])
  await dialog.getByRole('button', { name: '开始更正' }).click()
  await page.waitForURL(/edit$/)
  await page.getByText('正在更正已发布的第 1 版（错误）').waitFor()
  const { revision, document } = await crew.editor.story(cooked.story.id)
  await crew.editor.save(cooked.story.id, revision, JSON.parse(JSON.stringify(document).replace('6至8摄氏度', '6至10摄氏度')))
  await page.goto(`${kitchen.workspace}/stories/${cooked.story.id}`)
  await day.click('封版')
  await page.getByText('等初审').first().waitFor()
  await expect.poll(() => page.locator('.changes del, .changes ins').allTextContents(), { timeout: 10_000 }).toEqual(['8', '10'])
  expect(await faultsOf(page)).toEqual([])
  day.tell('editor: correction begun and sealed')
  await day.close()
})

test('until it is released readers see the old version, and the board says that it is not the newest', async () => {
  expect(await pageOf('640522')).toContain('6至8摄氏度')
  const thumb = await beginDay(browser, kitchen.workspace, { size: phone })
  await signIn(thumb, '640000-section-head')
  await thumb.page.goto(`${kitchen.workspace}/stories/${cooked.story.id}/board`)
  await thumb.page.getByText('100 件不是最新版').waitFor()
  expect(await thumb.page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true)
  await thumb.close()
})

test('released, every channel has it as it allows: 99 delivered anew, the old ones gone, what WeChat pushed a person’s task with the words to change', async () => {
  const { id } = cooked.story
  await untilStill(
    () => crew.editor.products(id, 2),
    (all) => all.length === 100 && all.every(({ state }) => state === 'made'),
    () => {},
  )
  await signByThree(crew, id)
  await crew.editorInChief.release(id, 2)
  const settled = await untilStill(
    () => crew.editor.deliveries(id),
    (all) => all.length === 200 && all.every(isSettled),
    () => {},
  )
  expect(settled.filter((one) => !isSettled(one)).map(({ outlet, version, state }) => `${outlet} ${version} ${state}`)).toEqual([])
  const tasks = settled.filter(({ version, state }) => version === 2 && state === 'person')
  expect(tasks.map(({ outlet, failure }) => [outlet, failure?.code])).toEqual([[pushed, 'distribution/wechat-change-by-hand']])
  expect(tasks[0]!.failure!.says.zh).toContain('“下降6至8摄氏度，”→“下降6至10摄氏度，”')
})

/** The one article that went out as a push: what is carried at other centres is published without one, and can be sent anew. */
const pushed = '640000-wechat'
/** Version 2 is out or a person's; version 1 is gone, but where the person is to change it. */
const isSettled = ({ version, outlet, state }: Cooked['deliveries'][number]): boolean =>
  version === 2 ? state === (outlet === pushed ? 'person' : 'delivered') : state === (outlet === pushed ? 'delivered' : 'withdrawn')

test('page and app show the new text, the note and both times at the address they had; hot folders have new files and a notice', async () => {
  const page = await pageOf('640522')
  expect(page).toContain('6至10摄氏度')
  expect(page).toContain(`<strong>更正</strong>${note}`)
  expect(page).toContain('更新：')
  const article = await (await fetch(`${kitchen.published}/api/app/640100/stories/${cooked.story.id}`)).json()
  expect(article).toMatchObject({ version: 2, correction: { severity: 'error', note } })
  expect(new Date(article.updatedAt).getTime()).toBeGreaterThan(new Date(article.publishedAt).getTime())
  for (const channel of ['print', 'tv']) {
    const folder = (version: number) => join(kitchen.data, 'distribution/outlets/640122', channel, `${cooked.story.id}-v${version}`)
    expect(readdirSync(folder(1))).toEqual(['撤稿通知.txt'])
    expect(readFileSync(join(folder(2), '更正通知.txt'), 'utf8')).toContain(note)
    expect(readdirSync(folder(2))).toContain('manifest.json')
  }
})

test('the board shows the version that is out with its tasks; a recall then takes back all versions', async () => {
  const day = await beginDay(browser, kitchen.workspace)
  const { page } = day
  await signIn(day, '640000-editor-in-chief')
  await page.goto(`${kitchen.workspace}/stories/${cooked.story.id}/board`)
  await page.getByText('100 件成品中 99 件已送达').waitFor()
  await page.getByText('本版更正第 1 版（错误）').waitFor()
  expect(await faultsOf(page)).toEqual([])
  await day.close()
  await crew.editorInChief.recall(cooked.story.id, '仍有误', cooked.story.headline)
  const gone = await untilStill(
    () => crew.editor.deliveries(cooked.story.id),
    (all) => all.every(({ state }) => state === 'withdrawn' || state === 'stopped'),
    () => {},
    30_000,
  )
  expect(gone.filter(({ state }) => state !== 'withdrawn' && state !== 'stopped')).toEqual([])
  expect((await fetch(`${kitchen.published}/sites/640522/stories/${cooked.story.id}/`)).status).toBe(410)
})

const pageOf = async (centre: string) => (await fetch(`${kitchen.published}/sites/${centre}/stories/${cooked.story.id}/`)).text()
