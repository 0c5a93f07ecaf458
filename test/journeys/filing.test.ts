import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { crewOf, photograph } from '@kitchen/kitchen'
import { Document, Packer, Paragraph } from 'docx'
import type { Browser, Locator, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { faultsOf } from './accessible.ts'
import { beginDay, type Day, launch, phone } from './browser.ts'
import { type Link, openLink } from './cut-link.ts'
import { type OwnKitchen, openKitchen } from './open-kitchen.ts'

const headline = '贺兰山下春灌开闸'
const typed = '4月10日清晨，唐徕渠进水闸缓缓提起，今年的春灌开始了。'
const offline = '沿渠二十个乡镇的管水员已经到岗。'
const word = '渠水先到南梁台子，再往北走。'
const last = '水务局值班电话全天有人接听。'

let kitchen: OwnKitchen
let browser: Browser
let link: Link
let day: Day
let files = { photo: '', manuscript: '', size: 0, sha256: '' }

beforeAll(async () => {
  ;[kitchen, browser] = await Promise.all([openKitchen(), launch()])
  link = await openLink(kitchen.workspace, 900_000)
  files = await layFiles(join(kitchen.data, 'phone'))
  day = await beginDay(browser, `${link.origin}/sign-in`, { size: phone })
})
afterAll(async () => {
  await browser?.close()
  await link?.close()
  await kitchen?.close()
})

const editor = (page: Page): Locator => page.getByRole('textbox', { name: '稿件正文' })
const saved = (page: Page) => page.locator('.saved-clean').waitFor({ timeout: 20_000 })
const fits = (page: Page) => page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')

test('a reporter on a phone signs in, types a headline and text, and pastes from Word: it comes out clean', async () => {
  const { page } = day
  await page.getByRole('button', { name: /马晓岚/ }).waitFor()
  expect([await faultsOf(page), await fits(page)]).toEqual([[], true])
  await day.click(/马晓岚/)
  await page.getByRole('heading', { name: /马晓岚/ }).waitFor()
  expect([await faultsOf(page), await fits(page)]).toEqual([[], true])
  await day.click('发稿')
  await editor(page).locator('[data-field=headline]').click()
  await page.keyboard.type(headline)
  await editor(page).locator('[data-field=byline]').click()
  await page.keyboard.type('记者 马晓岚')
  await page.keyboard.press('Enter')
  await page.keyboard.type(typed)
  await page.keyboard.press('Enter')
  await pasteFromWord(editor(page))
  const html = await editor(page).innerHTML()
  expect(html).toContain('<strong>120万亩</strong>')
  expect(html).not.toMatch(/mso|MsoNormal|o:p|宋体|style=|<font|<span/i)
  await saved(page)
  expect(await page.locator('.filing-count').textContent()).toMatch(/^\d+ 字$/)
  expect([await faultsOf(page), await fits(page)]).toEqual([[], true])
  day.tell('reporter on a phone: headline, text, paste')
})

test('what was typed a moment before a reload is still there, and the count of characters is the same', async () => {
  const { page } = day
  await newParagraph(page)
  await page.keyboard.type(last)
  const count = await page.locator('.filing-count').textContent()
  await page.reload()
  await editor(page).getByText(last).waitFor()
  expect(await page.locator('.filing-count').textContent()).toBe(count)
  await saved(page)
})

test('a Word file that is chosen goes into the text', async () => {
  const { page } = day
  await page.locator('.filing-side input[type=file]').setInputFiles(files.manuscript)
  await editor(page).getByText(word).waitFor()
  await saved(page)
})

test('an upload outlives a cut link, a reload and a kitchen killed by SIGKILL, sends nothing twice, and arrives whole', async () => {
  const { page } = day
  const before = link.sent()
  const gone = (part: number) => expect.poll(() => link.sent() - before, { timeout: 60_000 }).toBeGreaterThan(files.size * part)
  await page.locator('.filing-side input[type=file]').setInputFiles(files.photo)
  await gone(0.2)
  link.cut()
  await newParagraph(page)
  await page.keyboard.type(offline)
  await page.locator('.saved-offline').waitFor()
  expect(await page.locator('.saved').textContent()).toContain('已存本机')
  link.mend()
  await gone(0.4)
  await page.reload()
  await gone(0.6)
  await kitchen.kill()
  const { workspace } = kitchen
  kitchen = await kitchen.startAgain()
  expect(kitchen.workspace).toBe(workspace)
  await page.locator('.asset-used').waitFor({ timeout: 60_000 }) // it has put itself where the cursor was
  expect(link.sent() - before).toBeLessThan(files.size * 1.5)
  const story = new URL(page.url()).pathname.split('/')[2]!
  const { reporter } = await crewOf(kitchen.workspace, '640000')
  const { assets } = (await reporter.get(`/api/assets?story=${story}`)) as { assets: { bytes: number; sha256: string; state: string }[] }
  expect(assets.filter(({ bytes }) => bytes === files.size)).toMatchObject([{ state: 'received', sha256: files.sha256 }])
  await editor(page).getByText(offline).waitFor()
  day.tell('reporter: photograph over a link cut three times')
})

test('the photograph gets its caption, the story is handed in, and says with whom it is since when; a nudge works once', async () => {
  const { page } = day
  await page.getByRole('textbox', { name: '图片说明' }).fill('4月10日，唐徕渠边停靠的管水船。')
  await page.getByRole('textbox', { name: /摄影/ }).fill('马晓岚')
  await page.getByRole('textbox', { name: /替代文字/ }).fill('渠边停着两条木船')
  await saved(page)
  expect([await faultsOf(page), await fits(page)]).toEqual([[], true])
  await day.click('交稿')
  const row = page.locator('[data-story]', { hasText: headline })
  await expect.poll(() => row.textContent()).toMatch(/已交稿[\s\S]*等(编辑|封版)：在周明远[\s\S]*处[\s\S]*(已|等了)/)
  await day.click('催一下')
  await expect.poll(() => row.textContent()).toContain('催过 1 次')
  const again = row.getByRole('button', { name: '催一下' })
  if (await again.isVisible()) {
    await again.click()
    await page.getByRole('alert').filter({ hasText: '10 分钟内只能催一次' }).waitFor()
  }
  await page.reload()
  await expect.poll(() => row.textContent()).toContain('催过 1 次')
  expect([await faultsOf(page), await fits(page)]).toEqual([[], true])
  day.tell('reporter on a phone: caption, handed in, nudged')
  const { editor: desk } = await crewOf(kitchen.workspace, '640000')
  const [filed] = await desk.stories()
  const text = JSON.stringify((await desk.story(filed!.id)).document)
  for (const sentence of [typed, last, word, offline, '120万亩', '渠边停着两条木船']) expect(text).toContain(sentence)
})

/** A line of its own at the end. The text needs a moment to notice where the browser has put the caret; no hand is quicker. */
async function newParagraph(page: Page): Promise<void> {
  await editor(page).locator('> p').last().click()
  await page.keyboard.press('End')
  await delay(150)
  await page.keyboard.press('Enter')
}

/** A photograph of some megabytes as phones make them, and a Word file. */
async function layFiles(folder: string): Promise<typeof files> {
  mkdirSync(folder, { recursive: true })
  const bytes = await sharp(photograph('nagasaki-boats'))
    .resize({ width: 4000 })
    .jpeg({ quality: 99, chromaSubsampling: '4:4:4' })
    .toBuffer()
  const [photo, manuscript] = [join(folder, 'canal.jpg'), join(folder, '补充.docx')]
  writeFileSync(photo, bytes)
  const document = new Document({ sections: [{ children: [new Paragraph(word)] }] })
  writeFileSync(manuscript, await Packer.toBuffer(document))
  return { photo, manuscript, size: bytes.length, sha256: createHash('sha256').update(readFileSync(photo)).digest('hex') }
}

/** What Word puts on the clipboard, as a paste event of the browser. */
async function pasteFromWord(where: Locator): Promise<void> {
  const html = `<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word"><head><meta name=Generator content="Microsoft Word 15">
<style><!-- p.MsoNormal {mso-style-parent:"";font-family:"宋体";} --></style></head><body lang=ZH-CN style='tab-interval:21.0pt'><!--StartFragment-->
<p class=MsoNormal style='text-indent:21.0pt;mso-char-indent-count:2.0'><span style='font-family:宋体;mso-ascii-font-family:Calibri'>全区计划灌溉</span><b style='mso-bidi-font-weight:normal'><span lang=EN-US>120</span><span style='font-family:宋体'>万亩</span></b><span style='font-family:宋体'>。<o:p></o:p></span></p>
<!--EndFragment--></body></html>`
  await where.evaluate((element, text) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/html', text)
    clipboardData.setData('text/plain', '全区计划灌溉120万亩。')
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, html)
}
