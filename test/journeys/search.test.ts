import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { cook, crewOf, laySamples } from '@kitchen/kitchen'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Elasticsearch, findJava, startElasticsearch } from '../../infra/elasticsearch/index.ts'
import { faultsOf } from './accessible.ts'
import { beginDay, type Day, desk, launch, phone, signIn } from './browser.ts'
import { type OwnKitchen, openKitchen } from './open-kitchen.ts'

const java = findJava()
if (typeof java === 'string') console.warn(`JOURNEY NOT PROVED: searching on screen with Elasticsearch. ${java}`)
const folder = join(import.meta.dirname, `../../.kitchen-tools/journey-search-${process.pid}`)

/** The same day on both engines. */
describe.each(['postgresql', 'elasticsearch'] as const)('searching with %s:', (name) => {
  let engine: Elasticsearch | undefined
  let kitchen: OwnKitchen
  let browser: Browser
  let day: Day
  let [story, flash]: string[] = []

  beforeAll(async () => {
    if (name === 'elasticsearch' && typeof java === 'string') return
    if (name === 'elasticsearch') engine = await startElasticsearch({ folder })
    ;[kitchen, browser] = await Promise.all([openKitchen(engine ? { ELASTICSEARCH_URL: engine.url } : {}), launch()])
    ;[, flash] = await laySamples(join(kitchen.data, 'samples'))
    story = (await cook(await crewOf(kitchen.workspace, '640000'), flash!)).story.id
    day = await beginDay(browser, kitchen.workspace)
    await signIn(day, '640000-editor')
  })
  afterAll(async () => {
    await browser?.close()
    await kitchen?.close()
    await engine?.stop()
    rmSync(folder, { recursive: true, force: true })
  })
  const here = name === 'postgresql' || typeof java !== 'string'

  test.skipIf(!here)('a word finds the story, facets narrow it, the address holds it, a name is suggested as one types', async () => {
    const { page } = day
    await page.goto(`${kitchen.workspace}/search`)
    const field = page.getByRole('combobox', { name: '检索稿件和素材' })
    await field.pressSequentially('马')
    await page.getByRole('option', { name: /^马晓岚 人名 1/ }).waitFor()
    expect(await faultsOf(page)).toEqual([])
    await page.keyboard.press('Escape')
    await field.fill('降温')
    const hit = page.locator(`[data-hit="${story}"]`)
    await hit.locator('mark').first().waitFor()
    await day.click(/^网站 1$/)
    await page.getByRole('button', { name: '去掉筛选：端口 网站' }).waitFor()
    expect(new URL(page.url()).searchParams.get('channel')).toBe('web')
    await hit.waitFor()
    expect(await faultsOf(page)).toEqual([])
    await page.reload()
    await hit.waitFor()
    const { engine: answered } = await (await page.request.get(`${kitchen.workspace}/api/search?q=降温`)).json()
    expect(answered).toBe(name)
  })

  test.skipIf(!here)('nothing found says what to do; on a phone the page is whole', async () => {
    const { page } = day
    await page.getByRole('combobox', { name: '检索稿件和素材' }).fill('没有人写过的词语')
    await page.getByText('没有找到').waitFor()
    await page.setViewportSize(phone)
    await page.goto(`${kitchen.workspace}/search?q=降温`)
    await page.locator(`[data-hit="${story}"]`).waitFor()
    expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true)
    expect(await faultsOf(page)).toEqual([])
    await page.setViewportSize(desk)
  })

  test.skipIf(!here)('a saved search tells by itself of the next story, and forgets what was recalled', async () => {
    const { page } = day
    await page.goto(`${kitchen.workspace}/search?q=降温&kind=story`)
    await day.click('保存这个检索')
    await page.getByText('已保存').waitFor()
    await page.goto(`${kitchen.workspace}/search`)
    const saved = page.locator('[data-saved]')
    await saved.waitFor()
    const crew = await crewOf(kitchen.workspace, '640000')
    const next = (await cook(crew, flash!)).story
    await saved.getByText('1 条新内容').waitFor({ timeout: 5_000 })
    expect(await faultsOf(page)).toEqual([])
    await saved.getByRole('link').click()
    await page.locator(`[data-hit="${next.id}"]`).waitFor()
    await crew.editorInChief.post(`/api/stories/${next.id}/recall`, { reason: '重复', confirmation: next.headline })
    const recalled = performance.now()
    await expect
      .poll(async () => JSON.stringify(await crew.editor.get('/api/search?q=降温')), { timeout: 3_000, interval: 50 })
      .not.toContain(next.id)
    console.log(`  recalled → found by nobody: ${Math.round(performance.now() - recalled)} ms`)
    day.tell(`search, facets, saved (${name})`)
  })

  test.skipIf(name === 'postgresql' || !here)(
    'when Elasticsearch stops the screen says that the database answers, and has everything',
    async () => {
      await engine!.stop()
      await day.page.goto(`${kitchen.workspace}/search?q=降温`)
      await day.page.getByText('Elasticsearch 暂不可用').waitFor()
      await day.page.locator(`[data-hit="${story}"]`).waitFor()
      expect(await faultsOf(day.page)).toEqual([])
    },
  )
})
