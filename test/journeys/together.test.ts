import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { beginDay, type Day, launch, signIn } from './browser.ts'
import { type OwnKitchen, openKitchen } from './open-kitchen.ts'

let kitchen: OwnKitchen
let browser: Browser
const days: Day[] = []

beforeAll(async () => {
  ;[kitchen, browser] = await Promise.all([openKitchen(), launch()])
  for (const who of ['640000-reporter', '640000-editor', '640000-section-head']) {
    const day = await beginDay(browser, `${kitchen.workspace}/sign-in`)
    await signIn(day, who)
    days.push(day)
  }
})
afterAll(async () => {
  await browser?.close()
  await kitchen?.close()
})

const editor = (page: Page) => page.getByRole('textbox', { name: '稿件正文' })
const textOf = (page: Page, place: string) =>
  editor(page)
    .locator(`[data-field=${place}]`)
    .evaluate((field) => field.textContent)
const write = async (page: Page, place: string, words: string) => {
  await editor(page).locator(`[data-field=${place}]`).click()
  await page.keyboard.press('End')
  await page.keyboard.type(words)
}
const allSay = (place: string, words: string) =>
  expect.poll(() => Promise.all(days.map(({ page }) => textOf(page, place))), { timeout: 30_000 }).toEqual([words, words, words])

test('three people write in one story; one is cut off, goes on, and nothing of anybody is lost; a killed kitchen loses nothing either', async () => {
  const [one, two, three] = days as [Day, Day, Day]
  await one.click('发稿')
  await editor(one.page).waitFor()
  for (const { page } of [two, three]) await page.goto(one.page.url())
  await Promise.all([write(one.page, 'kicker', '春灌'), write(two.page, 'headline', '唐徕渠开闸'), write(three.page, 'deck', '百万亩受益')])
  await allSay('headline', '唐徕渠开闸')
  await expect.poll(() => one.page.locator('.company li').count(), { timeout: 10_000 }).toBe(2)
  await three.page.context().setOffline(true)
  await write(three.page, 'deck', '，管水员到岗')
  await write(one.page, 'kicker', '时节')
  await three.page.locator('.saved-offline').waitFor({ timeout: 30_000 })
  await three.page.context().setOffline(false)
  await allSay('deck', '百万亩受益，管水员到岗')
  await allSay('kicker', '春灌时节')
  await three.page.locator('.meanwhile').waitFor({ timeout: 10_000 })
  await Promise.all([write(one.page, 'byline', '，通讯员'), kitchen.kill()])
  kitchen = await kitchen.startAgain()
  await allSay('byline', '记者　马晓岚，通讯员')
  one.tell('three in one story, one cut off, the kitchen killed')
})
