import { emptyDocument, schema } from '@kitchen/document'
import { type Client, connect, crewOf, signByThree, untilStill } from '@kitchen/kitchen'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { faultsOf } from './accessible.ts'
import { beginDay, type Day, launch, phone, signIn } from './browser.ts'
import { type OwnKitchen, openKitchen } from './open-kitchen.ts'

const headline = '全区春灌开闸放水'
let kitchen: OwnKitchen
let browser: Browser
let story = ''
const copies: Record<string, string> = {}

beforeAll(async () => {
  ;[kitchen, browser] = await Promise.all([openKitchen(), launch()])
})
afterAll(async () => {
  await browser?.close()
  await kitchen?.close()
})

/** Two paragraphs; the second has a slot, filled here with the region's own figure. */
function text(villages: string, fee: string) {
  const [kicker, , deck, byline] = emptyDocument().children
  const slot = schema.node('slot', { id: 's1', kind: 'figure', hint: '本县灌溉面积（万亩）', value: '780' })
  const blocks = [
    schema.node('lead', { id: 'a' }, [schema.text(`自治区水利厅介绍，全区有${villages}个村用上了黄河水。`)]),
    schema.node('paragraph', { id: 'b' }, [schema.text('今年计划灌溉'), slot, schema.text('万亩。')]),
    schema.node('paragraph', { id: 'c' }, [schema.text(`水费每亩${fee}元，月底前缴清。`)]),
  ]
  return schema.node('doc', null, [kicker!, schema.node('headline', null, [schema.text(headline)]), deck!, byline!, ...blocks]).toJSON()
}
const begin = async (person: string, size?: typeof phone): Promise<Day> => {
  const day = await beginDay(browser, kitchen.workspace, size ? { size } : {})
  await signIn(day, person)
  return day
}
const countyOf = async (centre: string): Promise<Client> => {
  const client = connect(kitchen.workspace)
  await client.signIn(`${centre}-county-editor`)
  return client
}
async function releaseAs(centre: string, id: string): Promise<void> {
  const crew = await crewOf(kitchen.workspace, centre)
  await crew.editor.seal(id, (await crew.editor.story(id)).revision)
  await signByThree(crew, id)
  const { sealed } = await crew.editor.story(id)
  await crew.editorInChief.release(id, sealed!.version)
}
/** What a correction has done to a copy, once it has. */
const heard = async (client: Client, copy: string, version: number) =>
  untilStill(
    () => client.get(`/api/stories/${copy}/original`) as Promise<{ origin: { version: number }; questions: unknown[]; unread: unknown[] }>,
    ({ origin }) => origin.version === version,
    () => {},
  )
/** Writes other words into a copy by the same request that the editor makes. */
async function rewritten(client: Client, copy: string, from: string, to: string): Promise<void> {
  const { revision, document } = await untilStill(
    () => client.story(copy).catch(() => undefined),
    (one) => one !== undefined,
    () => {},
  ).then((one) => one!)
  await client.save(copy, revision, JSON.parse(JSON.stringify(document).replace(from, to)))
}
const picture = async (day: Day, name: string) => {
  if (process.env.PICTURES) await day.page.screenshot({ path: `${process.env.PICTURES}/${name}.png`, fullPage: true })
}

test('the region releases a story with a slot', async () => {
  const { reporter } = await crewOf(kitchen.workspace, '640000')
  story = (await reporter.create(text('126', '78'), false)).id
  await releaseAs('640000', story)
})

test('a county takes it over with one key, fills in just the slot, and has its copy in less than three minutes', async () => {
  const began = performance.now()
  const day = await begin('640122-county-editor')
  const { page } = day
  await page.goto(`${kitchen.workspace}/offers`)
  const offer = page.locator(`[data-offer="${story}"]`)
  await offer.getByRole('button', { name: '看全文' }).click()
  await offer.getByText('用上了黄河水').waitFor()
  expect(await faultsOf(page)).toEqual([])
  await picture(day, 'inbox')
  await page.keyboard.press('a')
  const field = page.getByLabel(/本县灌溉面积/)
  await field.waitFor()
  expect(await faultsOf(page)).toEqual([])
  await picture(day, 'slots')
  await field.fill('36')
  await page.keyboard.press('Enter')
  await page.getByRole('textbox', { name: '稿件正文' }).getByText('36').waitFor()
  copies['640122'] = new URL(page.url()).pathname.split('/')[2]!
  expect((performance.now() - began) / 1000).toBeLessThan(180)
  day.tell('county: adopt by key and fill in')
  await day.close()
})

test('a correction goes into one copy by itself, asks in another, and finds the third locked', async () => {
  const [second, third] = [await countyOf('640181'), await countyOf('640121')]
  const first = await countyOf('640122')
  await rewritten(first, copies['640122']!, headline, '贺兰春灌开闸放水')
  copies['640181'] = await second.adopt(story)
  await rewritten(second, copies['640181'], '全区有126个村', '灵武有18个村')
  const chief = await crewOf(kitchen.workspace, '640000')
  const terms = { leave: 'reprint', locked: [], credit: '来源：宁夏融媒', embargo: null, expires: null, to: ['640121'] }
  await chief.editorInChief.put(`/api/offers/${story}/terms`, terms)
  copies['640121'] = await third.adopt(story)
  await expect(rewritten(third, copies['640121'], '月底前缴清', '月底前务必缴清')).rejects.toMatchObject({ code: 'editing/locked' })
  await releaseAs('640122', copies['640122']!)

  await chief.editor.correct(story, { severity: 'error', note: '村数有误', reason: '与水利厅核对' })
  const { revision } = await chief.editor.story(story)
  await chief.editor.save(story, revision, text('136', '78'))
  await releaseAs('640000', story)
  expect(await heard(first, copies['640122']!, 2)).toMatchObject({ questions: [], unread: [] })
  expect((await heard(second, copies['640181'], 2)).questions).toHaveLength(1)
  expect(await heard(third, copies['640121'], 2)).toMatchObject({ questions: [], leave: 'reprint' })
  expect(JSON.stringify((await third.story(copies['640121'])).document)).toContain('136个村')
})

test('the county reads what the merge did, beside the original; on a phone too', async () => {
  for (const size of [undefined, phone]) {
    const day = await begin('640122-county-editor', size)
    const { page } = day
    await page.goto(`${kitchen.workspace}/stories/${copies['640122']}/original`)
    await page.getByText('原稿的更正已并入 1 处').waitFor()
    expect(await page.locator('[data-block=a]').first().getAttribute('data-lineage')).toBe('inherited')
    expect(await page.locator('[data-block=headline]').first().getAttribute('data-lineage')).toBe('changed')
    expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true)
    expect(await faultsOf(page)).toEqual([])
    await picture(day, `original-${size ? 390 : 1440}`)
    await day.close()
  }
})

test('a question is answered with one key', async () => {
  const day = await begin('640181-county-editor')
  const { page } = day
  await page.goto(`${kitchen.workspace}/stories/${copies['640181']}/original`)
  const question = page.locator('[data-question=a]')
  await question.getByText('全区有136').first().waitFor()
  expect(await faultsOf(page)).toEqual([])
  await picture(day, 'conflict')
  await question.focus()
  await page.keyboard.press('2')
  await question.waitFor({ state: 'detached' })
  await page.locator('[data-block=a]').getByText('全区有136个村').first().waitFor()
  day.tell('county: one question')
  await day.close()
})

test('the region sees who is how far, and how much of its story survived', async () => {
  await releaseAs('640122', copies['640122']!)
  const day = await begin('640000-editor')
  const { page } = day
  await page.goto(`${kitchen.workspace}/given`)
  const cell = (centre: string) => page.locator(`[data-offered="${story}"] [data-centre="${centre}"]`)
  await cell('640122').and(page.locator('[data-stage=delivered]')).waitFor({ timeout: 60_000 })
  expect(await cell('640181').getAttribute('data-stage')).toBe('adopted')
  expect(await faultsOf(page)).toEqual([])
  await picture(day, 'given')
  await page.goto(`${kitchen.workspace}/ledger`)
  const line = page.locator(`[data-copy="${copies['640122']}"]`)
  await line
    .getByText(/9\d%（\d+\/\d+ 字）/)
    .first()
    .waitFor()
  expect(await faultsOf(page)).toEqual([])
  await picture(day, 'ledger')
  await day.close()
})
