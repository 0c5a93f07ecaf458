import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { crewOf, laySamples, signByThree, untilStill } from '@kitchen/kitchen'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { faultsOf } from './accessible.ts'
import { beginDay, launch, signIn } from './browser.ts'
import { fileStory } from './file-story.ts'
import { type OwnKitchen, openKitchen } from './open-kitchen.ts'

let kitchen: OwnKitchen
let browser: Browser
let story = { id: '', headline: '' }
const folder = () => join(kitchen.data, 'distribution/outlets/640522/print')

beforeAll(async () => {
  ;[kitchen, browser] = await Promise.all([openKitchen(), launch()])
  breakFolder()
  const crew = await crewOf(kitchen.workspace, '640000')
  const [, flash] = await laySamples(join(kitchen.data, 'samples'))
  story = await fileStory(crew.reporter, flash!)
  const { sealed } = await crew.editor.seal(story.id, (await crew.editor.story(story.id)).revision)
  await untilStill(
    () => crew.editor.story(story.id),
    ({ sealed: now }) => now !== null && now.made === now.expected,
    () => {},
  )
  await signByThree(crew, story.id)
  await crew.editorInChief.release(story.id, sealed!.version)
})
afterAll(async () => {
  await browser?.close()
  await kitchen?.close()
})

/** A file lies where the folder of the outlet should be: nobody can write into it, not even root. */
function breakFolder(): void {
  mkdirSync(dirname(folder()), { recursive: true })
  writeFileSync(folder(), 'a disk that is not mounted')
}
const mendFolder = () => rmSync(folder())

test('the board names the outlet that is dead and why, while 99 others have their product', async () => {
  const day = await beginDay(browser, kitchen.workspace)
  const { page } = day
  await signIn(day, '640000-editor-in-chief')
  await page.goto(`${kitchen.workspace}/stories/${story.id}/board`)
  await page.getByText('100 件成品中 99 件已送达').waitFor({ timeout: 60_000 })
  await page
    .getByText(/海原.*需要人处理：.*(文件夹|磁盘)/)
    .first()
    .waitFor({ timeout: 120_000 })
  expect(await faultsOf(page)).toEqual([])
  day.tell('board: one outlet dead, named with its reason')
  await day.close()
})

test('the operator sees what, why and since when on the System page, mends it, presses the button, and all 100 are delivered', async () => {
  const day = await beginDay(browser, kitchen.workspace)
  const { page } = day
  await signIn(day, '640000-operator')
  await page.goto(`${kitchen.workspace}/system`)
  const row = page.locator('.stuck-row', { hasText: story.headline })
  await row.waitFor()
  const text = await row.textContent()
  for (const words of ['海原', '投递文件夹', '检查磁盘空间']) expect(text).toContain(words)
  expect(text).toMatch(/(已|等了)\s*(不到|\d)/)
  expect(text).not.toContain(kitchen.data)
  expect(await faultsOf(page)).toEqual([])
  mendFolder()
  await day.click('重试')
  await page.getByText('已执行').first().waitFor()
  const { editor } = await crewOf(kitchen.workspace, '640000')
  const delivered = async () => (await editor.deliveries(story.id)).filter(({ state }) => state === 'delivered').length
  await expect.poll(delivered, { timeout: 10_000 }).toBe(100)
  await page.reload()
  await page.getByText('没有卡住的事').waitFor()
  day.tell('operator: mended')
  await day.close()
})
