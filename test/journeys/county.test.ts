import { join } from 'node:path'
import { cook, crewOf, laySamples } from '@kitchen/kitchen'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { faultsOf } from './accessible.ts'
import { beginDay, type Day, launch, phone, signIn } from './browser.ts'
import { type OwnKitchen, openKitchen } from './open-kitchen.ts'

const headline = '今夜贺兰降温　菜农速关棚'
const local = '贺兰县气象台提醒：今夜气温下降8摄氏度，请各乡镇菜农关闭棚室。'

let kitchen: OwnKitchen
let browser: Browser
let original = { id: '', headline: '' }
let copy = ''

beforeAll(async () => {
  ;[kitchen, browser] = await Promise.all([openKitchen(), launch()])
  const [, flash] = await laySamples(join(kitchen.data, 'samples'))
  original = (await cook(await crewOf(kitchen.workspace, '640000'), flash!)).story
})
afterAll(async () => {
  await browser?.close()
  await kitchen?.close()
})

const begin = async (person: string, size?: typeof phone): Promise<Day> => {
  const day = await beginDay(browser, kitchen.workspace, size ? { size } : {})
  await signIn(day, person)
  return day
}
const published = (path: string) => fetch(`${kitchen.published}${path}`)

test('a county editor finds the offer of the region, adopts it, changes headline and paragraph, seals and signs first', async () => {
  const day = await begin('640122-county-editor')
  const { page } = day
  const offer = page.locator(`[data-offer="${original.id}"]`)
  await offer.getByText('宁夏').first().waitFor()
  expect(await faultsOf(page)).toEqual([])
  await day.click('采用')
  const editor = page.getByRole('textbox', { name: '稿件正文' })
  await rewrite(page, editor.locator('[data-field=headline]'), headline)
  await rewrite(page, editor.locator('> p').first(), local)
  await page.locator('.saved-clean').waitFor()
  expect(await faultsOf(page)).toEqual([])
  await day.click('封版')
  copy = new URL(page.url()).pathname.split('/')[2]!
  expect(copy).not.toBe(original.id)
  await page.getByText('采自宁夏').first().waitFor()
  await page.locator('[data-review=first]').waitFor()
  expect(await faultsOf(page)).toEqual([])
  day.tell('county editor: adopt, make local, seal')
  await day.close()
})

test('three people of the county sign, the last by thumb, and five outlets get the copy under its own masthead', async () => {
  for (const [person, review, size] of [
    ['640122-editor', '签发（初审）', undefined],
    ['640122-section-head', '签发（复审）', undefined],
    ['640122-editor-in-chief', '签发（终审）', phone],
  ] as const) {
    const day = await begin(person, size)
    const { page } = day
    await page.getByRole('link', { name: headline }).first().click()
    await page.getByRole('button', { name: review, disabled: false }).waitFor({ timeout: 60_000 })
    expect(await faultsOf(page)).toEqual([])
    await day.click(review)
    await page.getByText('已签发').first().waitFor()
    if (size) {
      expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true)
      await day.click('发布')
      await page.getByText('已发布').first().waitFor()
      await page.goto(`${kitchen.workspace}/stories/${copy}/board`)
      await page.getByText('5 件成品全部送达').waitFor({ timeout: 60_000 })
      expect(await faultsOf(page)).toEqual([])
    }
    day.tell(`${person}: ${review}`)
    await day.close()
  }
  const page = await (await published(`/sites/640122/stories/${copy}/`)).text()
  for (const words of ['贺兰融媒', headline.replace(/\s/g, ''), local]) expect(page.replace(/\s/g, '')).toContain(words.replace(/\s/g, ''))
  expect(page).not.toContain('宁夏新传媒')
})

test('the region recalls its original: the copy is gone too, and the board of the county says so', async () => {
  const chief = await begin('640000-editor-in-chief')
  await chief.page.goto(`${kitchen.workspace}/stories/${original.id}`)
  await chief.click(/^撤稿$/)
  const dialog = chief.page.getByRole('dialog')
  await dialog.getByRole('textbox').first().fill('气温数据有误')
  await dialog.getByRole('textbox').last().fill(original.headline)
  expect(await faultsOf(chief.page)).toEqual([])
  await dialog.getByRole('button', { name: '撤下全部' }).click()
  await chief.page.waitForURL('**/recall')
  await chief.page.goto(`${kitchen.workspace}/stories/${original.id}/board`)
  await chief.page.getByText('100 件成品全部撤下').waitFor({ timeout: 120_000 })
  chief.tell('region: recall of original and copy')
  await chief.close()

  const day = await begin('640122-county-editor')
  await day.page.goto(`${kitchen.workspace}/stories/${copy}/board`)
  await day.page.getByText('5 件成品全部撤下').waitFor({ timeout: 60_000 })
  expect(await faultsOf(day.page)).toEqual([])
  await day.close()
  for (const path of [`/sites/640122/stories/${copy}/`, `/api/app/640122/stories/${copy}`]) expect((await published(path)).status).toBe(410)
  expect(await (await published('/sites/640122/feed.xml')).text()).not.toContain(copy)
})

/** Takes a line of the text and writes another in its place, with mouse and keyboard. */
async function rewrite(page: Page, line: Locator, text: string): Promise<void> {
  await line.click({ clickCount: 3 })
  await page.keyboard.type(text)
  await line
    .getByText(text, { exact: true })
    .or(page.getByText(text, { exact: true }))
    .first()
    .waitFor()
}
