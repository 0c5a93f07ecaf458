// `npm run pictures`: opens a kitchen of its own, cooks the feature and takes the pictures of the READMEs and, with --all, of every screen.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { cook, crewOf, laySamples } from '@kitchen/kitchen'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { beginDay, desk, launch, phone, signIn } from '../test/journeys/browser.ts'
import { fileStory } from '../test/journeys/file-story.ts'
import { openKitchen } from '../test/journeys/open-kitchen.ts'

const target = join(import.meta.dirname, '../test/pictures')
const all = process.argv.includes('--all')
mkdirSync(target, { recursive: true })

const kitchen = await openKitchen()
const browser = await launch()
try {
  const [feature, flash] = await laySamples(join(kitchen.data, 'samples'))
  const crew = await crewOf(kitchen.workspace, '640000')
  const { story, products } = await cook(crew, feature!)
  const draft = all ? (await fileStory(crew.reporter, flash!)).id : ''
  await keep('board', await shot('640000-editor', `/stories/${story.id}/board`), 1000)
  await keep('web', await shot('', `${kitchen.published}/sites/640100/stories/${story.id}/`), 360)
  await keep('app', await shot('640000-editor', framed('640122-app'), phone), 240)
  await keep('wechat', await shot('640000-editor', framed('640122-wechat'), phone), 240)
  await keep('print', await file('640122-print', 'preview/page-1.png'), 320)
  await keep('tv', await file('640122-tv', 'preview/poster.jpg'), 360)
  if (all)
    for (const [name, person, path] of screens(story.id, draft))
      for (const [width, size] of [
        ['desk', desk],
        ['phone', phone],
      ] as const)
        for (const locale of ['zh-CN', 'en'])
          await keep(`screens/${name}-${width}-${locale.slice(0, 2)}`, await shot(person, path, size, locale), size.width)

  function framed(outlet: string): string {
    const product = products.find((one) => one.outlet === outlet)
    return `/api/products/${product?.product}/files/index.html`
  }
  async function file(outlet: string, path: string): Promise<Buffer> {
    const product = products.find((one) => one.outlet === outlet)
    return crew.editor.productFile(product!.product!, path)
  }
} finally {
  await browser.close()
  await kitchen.close()
}

function screens(story: string, draft: string): readonly (readonly [string, string, string])[] {
  return [
    ['sign-in', '', '/sign-in'],
    ['home-reporter', '640000-reporter', '/'],
    ['home-editor', '640000-editor', '/'],
    ['home-county', '640122-county-editor', '/'],
    ['home-operator', '640000-operator', '/'],
    ['filing', '640000-reporter', `/stories/${draft}/edit`],
    ['story', '640000-editor', `/stories/${story}`],
    ['board', '640000-editor', `/stories/${story}/board`],
    ['offers', '640122-county-editor', '/offers'],
    ['system', '640000-operator', '/system'],
    ['search', '640000-editor', '/search?q=%E7%85%A7%E7%89%87'],
  ]
}

async function shot(person: string, path: string, size = desk, locale = 'zh-CN'): Promise<Buffer> {
  const day = await beginDay(browser, kitchen.workspace, { size, locale })
  await day.page.evaluate(`localStorage.setItem('kitchen.language', '${locale === 'en' ? 'en' : 'zh'}')`)
  if (person) await signIn(day, person)
  await day.page.goto(path.startsWith('http') ? path : `${kitchen.workspace}${path}`)
  await settled(day.page)
  const picture = await day.page.screenshot()
  await day.close()
  return picture
}

async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle', { timeout: 5_000 }).catch(() => {}) // a film goes on loading
  await page.waitForTimeout(700)
}

async function keep(name: string, picture: Buffer, width: number): Promise<void> {
  mkdirSync(join(target, name, '..'), { recursive: true })
  await sharp(picture)
    .resize({ width, withoutEnlargement: true })
    .png({ palette: true, quality: 85, effort: 8 })
    .toFile(join(target, `${name}.png`))
  console.log(`  ${name}`)
}
