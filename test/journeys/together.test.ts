import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { faultsOf } from './accessible.ts'
import { beginDay, type Day, desk, launch, phone, signIn } from './browser.ts'
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
const write = async (page: Page, place: string, words: string, where: 'Home' | 'End' = 'End') => {
  await editor(page).locator(`[data-field=${place}]`).click()
  await page.keyboard.press(where)
  await page.keyboard.type(words)
}
/** What an input method shows before its sign is chosen, and the sign. */
type Method = { readonly compose: (letters: string) => Promise<unknown>; readonly choose: (signs: string) => Promise<unknown> }
async function inputMethod(page: Page): Promise<Method> {
  const devtools = await page.context().newCDPSession(page)
  return {
    compose: (letters) =>
      devtools.send('Input.imeSetComposition', { text: letters, selectionStart: letters.length, selectionEnd: letters.length }),
    choose: (signs) => devtools.send('Input.insertText', { text: signs }),
  }
}
/** Counts in the page how many compositions were broken off or ended. */
const countEnds = (page: Page) =>
  page.evaluate("window.ends = 0; document.addEventListener('compositionend', () => { window.ends += 1 }, true)")
const ends = (page: Page) => page.evaluate('window.ends')
const allSay = (place: string, words: string) =>
  expect.poll(() => Promise.all(days.map(({ page }) => textOf(page, place))), { timeout: 30_000 }).toEqual([words, words, words])

test('three people write in one story; one is cut off, goes on, and nothing of anybody is lost; a killed kitchen loses nothing either', async () => {
  const [one, two, three] = days as [Day, Day, Day]
  await one.click('发稿')
  await editor(one.page).waitFor()
  for (const { page } of [two, three]) await page.goto(one.page.url())
  await Promise.all([write(one.page, 'kicker', '春灌'), write(two.page, 'headline', '唐徕渠开闸'), write(three.page, 'deck', '百万亩受益')])
  for (const [place, words] of [
    ['kicker', '春灌'],
    ['headline', '唐徕渠开闸'],
    ['deck', '百万亩受益'],
  ] as const)
    await allSay(place, words)
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

test('a Chinese input method composes while others write in the same line: it is not broken off, and nobody’s words are lost', async () => {
  const [one, two, three] = days as [Day, Day, Day]
  await allSay('headline', '唐徕渠开闸')
  await write(one.page, 'headline', '放')
  await allSay('headline', '唐徕渠开闸放')
  await countEnds(one.page)
  const method = await inputMethod(one.page)
  await method.compose('sh')
  await Promise.all([write(three.page, 'headline', '首日，', 'Home'), write(two.page, 'deck', '。')])
  await method.compose('shui')
  await expect.poll(() => textOf(two.page, 'headline'), { timeout: 10_000 }).toBe('首日，唐徕渠开闸放')
  await method.compose('shui lai')
  expect([await textOf(one.page, 'headline'), await ends(one.page)]).toEqual(['唐徕渠开闸放shui lai', 0])
  await method.choose('水来')
  await allSay('headline', '首日，唐徕渠开闸放水来')
  await allSay('deck', '百万亩受益，管水员到岗。')
  expect(await ends(one.page)).toBe(1)
  await method.compose('le')
  await write(two.page, 'headline', '近', 'Home')
  await method.choose('了')
  await allSay('headline', '近首日，唐徕渠开闸放水来了')
})

test('who is here, what changed meanwhile and who has a block are read by everybody, at any width, by keyboard too', async () => {
  const [one, two] = days as [Day, Day]
  await write(one.page, 'deck', '')
  await one.page.getByRole('button', { name: '我来改' }).focus()
  await one.page.keyboard.press('Enter')
  await two.page.locator('.text .held').waitFor()
  for (const size of [desk, phone]) {
    await two.page.setViewportSize(size)
    await two.page.context().setOffline(true)
    await write(two.page, 'deck', '今')
    await two.page.locator('.saved-offline').waitFor({ timeout: 30_000 })
    await write(one.page, 'kicker', '续')
    expect(await faultsOf(two.page)).toEqual([])
    await two.page.context().setOffline(false)
    await two.page.locator('.meanwhile').waitFor({ timeout: 30_000 })
    await write(two.page, 'deck', '')
    expect(await faultsOf(two.page)).toEqual([])
    expect(await two.page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true)
    await two.page.locator('.meanwhile').getByRole('button').focus()
    await two.page.keyboard.press('Enter')
    await expect.poll(() => two.page.locator('.meanwhile').count()).toBe(0)
  }
})
