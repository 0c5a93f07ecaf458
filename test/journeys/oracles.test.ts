import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { type Cooked, cook, crewOf, laySamples, untilStill, writeOut } from '@kitchen/kitchen'
import { ffmpegPath } from '@kitchen/media'
import type { Browser } from 'playwright-core'
import sharp, { type Sharp } from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { faultsOf } from './accessible.ts'
import { beginDay, desk, launch, phone } from './browser.ts'
import { filmFiles } from './film-files.ts'
import { feedparserPython, judge, says } from './foreign.ts'
import { type OwnKitchen, openKitchen } from './open-kitchen.ts'

type File = { readonly path: string; readonly sha256: string }
type Product = { readonly centre: string; readonly outlet: string; readonly channel: string; readonly files: readonly File[] }

const label = { Label: '1', ContentProducer: 'sample-maker', ProduceID: 'p-1' }
const private_ = /GPS|Serial|Artist|Creator$|By-?line|Author|Owner|^Make$|^Model$|Software|HostComputer/i

let kitchen: OwnKitchen
let browser: Browser
let cooked: Cooked
let products: readonly Product[]
let page = { address: '', html: '' }
let film: readonly string[] = []
const out = () => join(kitchen.data, 'out', cooked.story.id)

/** One feature, with a film, a photograph that an AI has made, and one whose camera tells where it was and whose it is. */
beforeAll(async () => {
  ;[kitchen, browser] = await Promise.all([openKitchen(), launch()])
  const crew = await crewOf(kitchen.workspace, '640000')
  const [feature] = await laySamples(join(kitchen.data, 'samples'))
  await tellTales(feature!)
  cooked = await cook(crew, feature!)
  products = JSON.parse(readFileSync(await writeOut(crew.editor, cooked, join(kitchen.data, 'out')), 'utf8')).products
  page.address = `${kitchen.published}/sites/640122/stories/${cooked.story.id}/`
  page = { ...page, html: await (await fetch(page.address)).text() }
  film = await filmFiles(kitchen.published, /\/media\/[0-9a-f]{64}\/master\.m3u8/.exec(page.html)![0])
  console.log(`  feature: ${JSON.stringify(cooked.times)}`)
})
afterAll(async () => {
  await browser?.close()
  await kitchen?.close()
})

/** Files of a channel whose path matches, once for each content. */
function made(channel: string, path: RegExp): string[] {
  const files = products.filter((one) => one.channel === channel).flatMap((one) => one.files)
  const once = new Map(files.filter((one) => path.test(one.path) && !one.path.includes('/preview/')).map((one) => [one.sha256, one.path]))
  return [...once.values()].map((one) => join(out(), one))
}

judge(
  'print pages are sound PDF/X with trim and bleed, all fonts embedded, process inks alone',
  ['pdfinfo', 'pdffonts', 'qpdf', 'gs'],
  async () => {
    const pages = made('print', /page\.pdf$/)
    expect(pages.length).toBeGreaterThanOrEqual(20)
    for (const pdf of pages) {
      expect(await says('qpdf', ['--check', pdf])).toContain('No syntax or stream encoding errors found')
      const told = await says('pdfinfo', ['-box', pdf])
      expect(told).toMatch(/PDF subtype:\s+PDF\/X/)
      const [bleed, trim] = ['BleedBox', 'TrimBox'].map((name) => boxOf(told, name))
      for (const side of [0, 1]) expect(trim![side]! - bleed![side]!).toBeCloseTo((3 / 25.4) * 72, 0)
      const fonts = (await says('pdffonts', [pdf])).split('\n').slice(2).filter(Boolean)
      expect(fonts.length).toBeGreaterThan(0)
      expect(fonts.filter((line) => !/\s(CID Type 0C|CID TrueType|Type 1C|TrueType)\b.*\s+yes yes (yes|no)\s/.test(line))).toEqual([])
    }
    for (const pdf of [pages[0]!, pages.at(-1)!]) expect(await greatestInk(pdf)).toBeLessThanOrEqual(2.41)
  },
)

judge('the film for television is XDCAM HD422: 1080i50, upper field first, eight tracks of sound', ['mediainfo'], async () => {
  const [mxf, ...others] = made('tv', /\.mxf$/)
  expect(others).toEqual([])
  const { media } = JSON.parse(await says('mediainfo', ['--Output=JSON', mxf!])) as { media: { track: Record<string, string>[] } }
  const [general, video, ...sounds] = media.track.filter((track) => track['@type'] !== 'Other')
  expect(general).toMatchObject({ Format: 'MXF', Format_Commercial_IfAny: 'XDCAM HD422' })
  expect(video).toMatchObject({ Width: '1920', Height: '1080', FrameRate: '25.000', ChromaSubsampling: '4:2:2', Format: 'MPEG Video' })
  expect(video).toMatchObject({ ScanType: 'Interlaced', ScanOrder: 'TFF' })
  expect(Math.abs(Number(video!.BitRate) / 50_000_000 - 1)).toBeLessThan(0.05)
  expect(sounds.map(({ Format, Channels, BitDepth, SamplingRate }) => [Format, Channels, BitDepth, SamplingRate])).toEqual(
    Array(8).fill(['PCM', '1', '24', '48000']),
  )
})

judge('television is at −24 LKFS, the web at −16 LUFS', ['ffmpeg'], async () => {
  const stereo = '[0:a:0][0:a:1]join=inputs=2:channel_layout=stereo,ebur128=peak=true'
  const tv = await loudness(made('tv', /\.mxf$/)[0]!, stereo)
  expect(tv.integrated).toBeGreaterThan(-24.5)
  expect(tv.integrated).toBeLessThan(-23.5)
  expect(tv.peak).toBeLessThanOrEqual(-1.9)
  const source = /<source[^>]+src="([^"]+\.mp4)"/.exec(page.html)?.[1]
  const web = await loudness(await download(source!, 'web.mp4'), 'ebur128=peak=true')
  expect(web.integrated).toBeGreaterThan(-17)
  expect(web.integrated).toBeLessThan(-15)
})

test('the film of the published page plays in Chromium, by hls.js where a browser knows no HLS, with everything from one origin', async () => {
  for (const own of [false, true]) {
    const day = await beginDay(browser, 'about:blank')
    const faults: string[] = []
    day.page.on('console', (message) => message.type() === 'error' && faults.push(`${message.text()} ${message.location().url}`))
    day.page.on('pageerror', ({ message }) => faults.push(message))
    if (!own) await day.page.addInitScript("HTMLMediaElement.prototype.canPlayType = (type) => (/mpegurl/i.test(type) ? '' : 'probably')")
    await day.page.goto(page.address)
    const film = day.page.locator('video').first()
    await film.scrollIntoViewIfNeeded()
    await film.evaluate((video: HTMLVideoElement) => {
      video.muted = true
      return video.play().catch(() => {})
    })
    await expect.poll(() => film.evaluate((video: HTMLVideoElement) => video.currentTime), { timeout: 20_000 }).toBeGreaterThan(1)
    const source = await film.evaluate((video: HTMLVideoElement) => video.currentSrc)
    if (!own) expect(source).toMatch(/^blob:/)
    const asked: string[] = await day.page.evaluate("performance.getEntriesByType('resource').map(({ name }) => name)")
    if (!own) expect(asked.some((name) => name.endsWith('.m4s'))).toBe(true)
    expect(asked.filter((name) => !name.startsWith(kitchen.published) && !name.startsWith(`blob:${kitchen.published}`))).toEqual([])
    expect(faults).toEqual([])
    day.tell(`reader: film plays ${source.startsWith('blob:') ? 'by hls.js' : 'as the browser can'}`)
    await day.close()
  }
})

test('axe finds nothing on the published page and the front page, on a desk and on a phone', async () => {
  for (const size of [desk, phone])
    for (const address of [page.address, `${kitchen.published}/sites/640122/`]) {
      const day = await beginDay(browser, address, { size })
      expect(await faultsOf(day.page), `${address} at ${size.width}`).toEqual([])
      expect(await day.page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true)
      await day.close()
    }
})

test('the page says in JSON-LD that it is a NewsArticle, and the sitemap is sound XML that names it', async () => {
  const article = JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/s.exec(page.html)![1]!)
  expect(article).toMatchObject({ '@context': 'https://schema.org', '@type': 'NewsArticle', headline: cooked.story.headline })
  expect(Date.parse(article.datePublished)).toBeGreaterThan(Date.now() - 3_600_000)
  const day = await beginDay(browser, `${kitchen.published}/sites/640122/`)
  const sitemap = await (await fetch(`${kitchen.published}/sites/640122/sitemap.xml`)).text()
  const addresses = await day.page.evaluate((xml) => {
    const parsed = new DOMParser().parseFromString(xml, 'application/xml')
    if (parsed.querySelector('parsererror')) throw new Error(parsed.documentElement.textContent ?? 'not XML')
    return [...parsed.querySelectorAll('urlset > url > loc')].map(({ textContent }) => textContent)
  }, sitemap)
  expect(addresses).toEqual([page.address])
  await day.close()
})

judge('feedparser reads the feed without complaint', ['feedparser'], async () => {
  const feed = join(kitchen.data, 'feed.xml')
  writeFileSync(feed, await (await fetch(`${kitchen.published}/sites/640122/feed.xml`)).text())
  const program = `import feedparser, json
f = feedparser.parse(${JSON.stringify(feed)})
print(json.dumps([bool(f.bozo), f.version, [[e.title, e.link, bool(e.published_parsed)] for e in f.entries]]))`
  expect(JSON.parse(await says(feedparserPython()!, ['-c', program]))).toEqual([
    false,
    'rss20',
    [[cooked.story.headline, page.address, true]],
  ])
})

judge(
  'no delivered picture tells where, by whom or with what it was taken, and what an AI has made stays labelled',
  ['exiftool'],
  async () => {
    const ladder = [...new Set([...page.html.matchAll(/\/media\/[0-9a-f]{64}\/[\w.-]+\.(?:avif|webp|jpg)/g)].map(([address]) => address))]
    const web = await Promise.all(ladder.map((address, index) => download(address, `${index}-${address.split('/').at(-1)}`)))
    const source = await says('exiftool', ['-j', '-a', '-u', join(kitchen.data, 'samples/feature/nagasaki-boats.jpg')])
    expect(Object.keys(JSON.parse(source)[0]).filter((tag) => private_.test(tag))).toContain('GPSLatitude')
    const groups = { web, wechat: made('wechat', /\.jpg$/), print: made('print', /\.(jpg|tiff?)$/), tv: made('tv', /\.(jpg|png)$/) }
    for (const [channel, files] of Object.entries(groups)) {
      if (channel === 'tv' && files.length === 0) continue // a story with a film has no still
      expect(files.length, channel).toBeGreaterThan(0)
      const told = JSON.parse(await says('exiftool', ['-j', '-a', '-u', ...files])) as Record<string, unknown>[]
      const tales = told.flatMap((one) =>
        Object.keys(one)
          .filter((tag) => private_.test(tag))
          .map((tag) => `${one.SourceFile} ${tag}`),
      )
      expect(tales, channel).toEqual([])
      const labelled = told.filter((one) => JSON.stringify(one).includes('sample-maker'))
      expect(labelled.length, `${channel}: labelled pictures of ${files.length}`).toBeGreaterThan(0)
    }
    expect(page.html).toContain('图片由人工智能生成')
  },
)

judge('the W3C checker finds no error in any page that people see, the one of a recalled story included', ['java 17'], async () => {
  const folder = join(kitchen.data, 'pages')
  mkdirSync(folder, { recursive: true })
  const keep = (name: string, html: string) => writeFileSync(join(folder, `${name}.html`), html)
  keep('bad', '<!DOCTYPE html><html lang="zh-CN"><title>坏</title><p><h1>坏</p><img src="x">')
  keep('story', page.html)
  keep('front', await (await fetch(`${kitchen.published}/sites/640122/`)).text())
  keep('workspace', await (await fetch(kitchen.workspace)).text())
  for (const channel of ['app', 'wechat']) keep(channel, readFileSync(made(channel, /\/index\.html$/)[0]!, 'utf8'))
  const { editor, editorInChief } = await crewOf(kitchen.workspace, '640000')
  await editorInChief.recall(cooked.story.id, '样例到此为止', cooked.story.headline)
  await untilStill(
    () => editor.deliveries(cooked.story.id),
    (all) => all.every(({ state }) => state === 'withdrawn'),
    () => {},
  )
  const gone = await fetch(page.address)
  expect(gone.status).toBe(410)
  keep('gone', await gone.text())
  const jar = createRequire(import.meta.url).resolve('vnu-jar')
  const told = await says(
    'java',
    ['-jar', String(createRequire(import.meta.url)(jar)), '--format', 'json', '--exit-zero-always', folder],
    'stderr',
  )
  const { messages } = JSON.parse(told.slice(told.indexOf('{'))) as {
    messages: { type: string; message: string; url: string; lastLine: number }[]
  }
  const errors = messages.filter(({ type }) => type !== 'info')
  expect(errors.some(({ url }) => url.endsWith('/bad.html'))).toBe(true)
  const found = errors.filter(({ url }) => !url.endsWith('/bad.html'))
  expect(found.map(({ message, url, lastLine }) => `${url.split('/').at(-1)}:${lastLine} ${message}`)).toEqual([])
})

test('the film of a recalled page is gone to its last segment', async () => {
  const { editorInChief } = await crewOf(kitchen.workspace, '640000')
  await editorInChief.recall(cooked.story.id, '样例到此为止', cooked.story.headline).catch(() => {}) // it may be recalled already
  expect(film.filter((address) => address.endsWith('.m4s')).length).toBeGreaterThanOrEqual(2)
  const open = async () => {
    const answers = await Promise.all(film.map((address) => fetch(`${kitchen.published}${address}`, { headers: { range: 'bytes=0-99' } })))
    return answers.filter(({ status }) => status !== 410).map(({ url, status }) => `${status} ${url}`)
  }
  await expect.poll(open, { timeout: 20_000 }).toEqual([])
})

/** Puts an AI label into one photograph; place, name and serial number of a camera into another. */
async function tellTales(folder: string): Promise<void> {
  const change = async (name: string, how: (picture: Sharp) => Sharp) => {
    const file = join(folder, name)
    writeFileSync(
      file,
      await how(sharp(readFileSync(file)))
        .jpeg({ quality: 90 })
        .toBuffer(),
    )
  }
  const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:TC260="http://www.tc260.org.cn/ns/AIGC/1.0/" TC260:AIGC="${JSON.stringify(label).replaceAll('"', '&quot;')}"/></rdf:RDF></x:xmpmeta>`
  await cutShort(join(folder, 'exhibition.mp4'))
  await change('dust-bowl-home.jpg', (picture) => picture.withXmp(xmp))
  await change('nagasaki-boats.jpg', (picture) =>
    picture.withExif({
      IFD0: { Artist: 'Ma Xiaolan', Make: 'Camera', Model: 'One' },
      IFD2: { BodySerialNumber: 'SN-4711' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '38/1 29/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '106/1 13/1 0/1' },
    }),
  )
}

/** Five seconds prove as much as twelve. */
async function cutShort(film: string): Promise<void> {
  const whole = `${film}.whole.mp4`
  renameSync(film, whole)
  await says(ffmpegPath(), ['-v', 'error', '-i', whole, '-t', '5', '-c', 'copy', film])
  rmSync(whole)
}

async function download(path: string, name: string): Promise<string> {
  const file = join(kitchen.data, 'downloads', name)
  mkdirSync(join(kitchen.data, 'downloads'), { recursive: true })
  const answer = await fetch(`${kitchen.published}${path}`)
  expect(answer.status, path).toBe(200)
  writeFileSync(file, Buffer.from(await answer.arrayBuffer()))
  return file
}

function boxOf(told: string, name: string): number[] {
  const line = new RegExp(`^${name}:\\s+(.*)$`, 'm').exec(told)?.[1]
  if (!line) throw new Error(`pdfinfo names no ${name}:\n${told}`)
  return line.trim().split(/\s+/).map(Number)
}

/** The greatest sum of the four inks at any point, 1 for one full ink; drawn at 72 dots per inch. */
async function greatestInk(pdf: string): Promise<number> {
  const raw = join(kitchen.data, 'ink.raw')
  await says('gs', ['-q', '-dBATCH', '-dNOPAUSE', '-dSAFER', '-sDEVICE=bitcmyk', '-dGrayValues=256', '-r72', `-sOutputFile=${raw}`, pdf])
  const dots = readFileSync(raw)
  let most = 0
  for (let at = 0; at + 3 < dots.length; at += 4) most = Math.max(most, dots[at]! + dots[at + 1]! + dots[at + 2]! + dots[at + 3]!)
  return most / 255
}

async function loudness(file: string, filter: string): Promise<{ integrated: number; peak: number }> {
  const words = ['-nostdin', '-hide_banner', '-nostats', '-i', file, '-vn', '-filter_complex', filter, '-f', 'null', '-']
  const told = await says('ffmpeg', words, 'stderr')
  const summary = told.slice(told.lastIndexOf('Summary:'))
  const number = (name: string) => Number(new RegExp(`${name}:\\s+(-?[\\d.]+)`).exec(summary)?.[1])
  return { integrated: number('I'), peak: number('Peak') }
}
