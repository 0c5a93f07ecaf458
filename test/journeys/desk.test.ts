import { join } from 'node:path'
import { type Crew, crewOf, laySamples } from '@kitchen/kitchen'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { faultsOf } from './accessible.ts'
import { beginDay, launch, phone, signIn } from './browser.ts'
import { fileStory } from './file-story.ts'
import { type OwnKitchen, openKitchen } from './open-kitchen.ts'

let kitchen: OwnKitchen
let browser: Browser
let crew: Crew
let story = { id: '', headline: '' }

beforeAll(async () => {
  ;[kitchen, browser] = await Promise.all([openKitchen(), launch()])
  crew = await crewOf(kitchen.workspace, '640000')
  const [, , photoStory] = await laySamples(join(kitchen.data, 'samples'))
  story = await fileStory(crew.reporter, photoStory!)
})
afterAll(async () => {
  await browser?.close()
  await kitchen?.close()
})

test('an editor signs in by one click, finds the story waiting, seals it and sees all five products', async () => {
  const day = await beginDay(browser, `${kitchen.workspace}/sign-in`)
  const { page } = day
  await page.getByText('周明远').first().click()
  await page.getByRole('link', { name: story.headline }).first().click()
  expect(await faultsOf(page)).toEqual([])
  await day.click('封版')
  await page
    .getByText('已制作 100/100')
    .or(page.getByRole('button', { name: '签发（初审）' }))
    .first()
    .waitFor({ timeout: 120_000 })
  for (const sign of ['报', '台', '网', '端', '微']) {
    await page.getByText(sign, { exact: true }).first().click()
    await expect.poll(() => page.locator('main').textContent(), { timeout: 30_000 }).not.toContain('等待制作')
  }
  await day.click('签发（初审）')
  await page.getByText('已签发').first().waitFor()
  day.tell('editor: seal and first review')
  await day.close()
})

test('the section head reads and signs on a phone, the editor in chief signs and releases, and the board fills', async () => {
  const thumb = await beginDay(browser, kitchen.workspace, { size: phone })
  await signIn(thumb, '640000-section-head')
  await thumb.page.getByRole('link', { name: story.headline }).first().click()
  expect(await faultsOf(thumb.page)).toEqual([])
  expect(await thumb.page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true)
  await thumb.click('签发（复审）')
  await thumb.page.getByText('已签发').first().waitFor()
  thumb.tell('section head on a phone: second review')
  await thumb.close()

  const day = await beginDay(browser, kitchen.workspace)
  await signIn(day, '640000-editor-in-chief')
  await day.page.getByRole('link', { name: story.headline }).first().click()
  await day.click('签发（终审）')
  await day.click('发布')
  await day.page.getByText('已发布').first().waitFor()
  await day.page.goto(`${kitchen.workspace}/stories/${story.id}/board`)
  await day.page.getByText('100 件成品全部送达').waitFor({ timeout: 90_000 })
  expect(await faultsOf(day.page)).toEqual([])
  day.tell('editor in chief: final review, release, all delivered')
  await day.close()
})

test('a cell of the board opens the product beside its receipt, by keyboard alone', async () => {
  const day = await beginDay(browser, kitchen.workspace)
  await signIn(day, '640000-editor')
  await day.page.goto(`${kitchen.workspace}/stories/${story.id}/board`)
  const cell = day.page.getByRole('gridcell').or(day.page.locator('[data-cell]')).first()
  await cell.waitFor()
  await day.page.locator('[tabindex="0"][data-cell], [role=gridcell][tabindex="0"], [role=gridcell] button[tabindex="0"]').first().focus()
  await day.page.keyboard.press('ArrowRight')
  await day.page.keyboard.press('Enter')
  await day.page.getByText('回执').first().waitFor()
  expect(await faultsOf(day.page)).toEqual([])
  await day.close()
})

test('the editor in chief recalls with a typed headline, and the board says what is gone', async () => {
  const day = await beginDay(browser, kitchen.workspace)
  const { page } = day
  await signIn(day, '640000-editor-in-chief')
  await page.goto(`${kitchen.workspace}/stories/${story.id}`)
  await day.click(/^撤稿$/)
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox').first().fill('图片说明有误')
  await dialog.getByRole('textbox').last().fill(story.headline)
  await dialog.getByRole('button', { name: '撤下全部' }).click()
  await page.waitForURL('**/recall')
  await page.goto(`${kitchen.workspace}/stories/${story.id}/board`)
  await page.getByText('100 件成品全部撤下').waitFor({ timeout: 120_000 })
  day.tell('recall until verified')
  expect((await fetch(`${kitchen.published}/sites/640323/stories/${story.id}/`)).status).toBe(410)
  await day.close()
})
