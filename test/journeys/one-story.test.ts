import { createHash } from 'node:crypto'
import { readFileSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Cooked, type Crew, connect, cook, crewOf, laySamples, writeOut } from '@kitchen/kitchen'
import { channels } from '@kitchen/model'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OwnKitchen, openKitchen } from './open-kitchen.ts'

let kitchen: OwnKitchen
let crew: Crew
let [flash, photoStory] = ['', '']

beforeAll(async () => {
  kitchen = await openKitchen()
  crew = await crewOf(kitchen.workspace, '640000')
  const [, ...others] = await laySamples(join(kitchen.data, 'samples'))
  ;[flash, photoStory] = others as [string, string]
})
afterAll(() => kitchen?.close())

const undelivered = ({ products, deliveries }: Cooked) => [
  ...products
    .filter(({ state }) => state !== 'made')
    .map(({ outlet, state, failure, waitsFor }) => `${outlet} ${state} ${failure?.code ?? waitsFor}`),
  ...deliveries.filter(({ state }) => state !== 'delivered').map(({ outlet, state, failure }) => `${outlet} ${state} ${failure?.code}`),
]
const open = async (path: string) => fetch(`${kitchen.published}${path}`)

test('a flash becomes 100 products, each delivered with a receipt', async () => {
  const cooked = await cook(crew, flash)
  expect(undelivered(cooked)).toEqual([])
  expect(cooked.deliveries).toHaveLength(100)
  for (const channel of channels) expect(cooked.deliveries.filter((one) => one.channel === channel)).toHaveLength(20)
  expect(cooked.deliveries.every(({ receipt }) => receipt !== null && Object.keys(receipt).length > 0)).toBe(true)
  console.log(`  flash: ${JSON.stringify(cooked.times)}`)
})

test('what is published can be read by everyone, at every centre, and is found by search', async () => {
  const [story] = await crew.editor.stories()
  const page = await open(`/sites/640522/stories/${story!.id}/`)
  expect(page.status).toBe(200)
  expect(await page.text()).toContain('海原')
  const article = await open(`/api/app/640100/stories/${story!.id}`)
  expect(article.headers.get('etag')).toBeTruthy()
  expect(JSON.stringify(await article.json())).toContain('降温')
  expect(await (await open('/sites/640000/feed.xml')).text()).toContain(story!.id)
  await expect.poll(async () => JSON.stringify(await crew.editor.get('/api/search?q=降温')), { timeout: 1500 }).toContain(story!.id)
})

test('a photo story leaves files that are what the manifest says, equal ones once on disk', async () => {
  const cooked = await cook(crew, photoStory)
  expect(undelivered(cooked)).toEqual([])
  console.log(`  photo story: ${JSON.stringify(cooked.times)}`)
  const file = await writeOut(crew.editor, cooked, join(kitchen.data, 'out'))
  const manifest: { products: { files: { path: string; sha256: string; bytes: number }[] }[] } = JSON.parse(readFileSync(file, 'utf8'))
  expect(manifest.products).toHaveLength(100)
  const files = manifest.products.flatMap((product) => product.files)
  for (const { path, sha256, bytes } of files.slice(0, 60)) {
    const content = readFileSync(join(dirname(file), path))
    expect([content.length, createHash('sha256').update(content).digest('hex')], path).toEqual([bytes, sha256])
  }
  const still = files.find(({ path }) => path.endsWith('still.jpg'))
  expect(statSync(join(dirname(file), still!.path)).nlink).toBeGreaterThan(1)
  rmSync(join(kitchen.data, 'out'), { recursive: true })
})

test('two cooks at once, and the same folder twice, are stories of their own', async () => {
  const both = await Promise.all([cook(crew, flash), cook(await crewOf(kitchen.workspace, '640000'), flash)])
  expect(both.flatMap(undelivered)).toEqual([])
  expect(new Set((await crew.editor.stories()).map(({ id }) => id)).size).toBe(4)
})

test('another centre sees the offer and its own products, and nothing of the desk', async () => {
  const county = connect(kitchen.workspace)
  await county.signIn('640122-county-editor')
  const [offer] = await county.offers()
  expect(offer).toMatchObject({ from: '640000', state: 'open' })
  await expect(county.story(offer!.story)).rejects.toThrow()
  expect((await county.deliveries(offer!.story)).map(({ centre }) => centre)).toEqual(Array(5).fill('640122'))
})
