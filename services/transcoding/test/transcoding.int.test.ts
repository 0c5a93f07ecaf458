import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256 as sha256Schema } from '@kitchen/model'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeFilm, photograph } from '../../../packages/media/test/making.ts'
import { settleMade } from '../src/store.ts'
import { type Bench, startBench, until } from './bench.ts'

let bench: Bench
beforeAll(async () => {
  bench = await startBench()
})
afterAll(() => bench.stop())

const film = (name: string, seconds = 1) => makeFilm(join(bench.folder, `${name}.mp4`), { seconds, size: '320x180' })

describe('a photograph', () => {
  test('becomes every rendition, one event each, and nothing stays in the scratch folder', async () => {
    const asset = await bench.receive(photograph())
    const view = await until(bench, asset, ['done'])
    const recipes = [
      'master.jpg',
      'wechat-body.jpg',
      ...[320, 640, 960, 1024].flatMap((width) => [`w${width}.jpg`, `w${width}.webp`, `w${width}.avif`]),
    ].sort()
    expect(view.renditions.map(({ recipe }) => recipe).sort()).toEqual(recipes)
    expect((await bench.events(asset)).map(({ body }) => body.recipe).sort()).toEqual(recipes)
    expect(await readdir(join(bench.folder, 'scratch'))).toEqual([])
  })

  test('that another centre sends too is never worked twice, and that centre is told at once', async () => {
    const first = await bench.receive(photograph('dust-bowl-home'))
    await until(bench, first, ['done'])
    const second = await bench.receive(photograph('dust-bowl-home'), '640122')
    await bench.log.settle()
    expect((await bench.events(second)).length).toBe((await bench.events(first)).length)
    const { rows } = await bench.log.database.system.query(
      `select attempts from transcoding.job j join transcoding.reference r using (sha256) where r.asset = $1`,
      [second],
    )
    expect(rows).toEqual([{ attempts: 1 }])
  })

  test('is seen by its own centre alone', async () => {
    const asset = await bench.receive(photograph('acanthus-mollis'))
    await until(bench, asset, ['done'])
    expect(await bench.view(asset, '640122')).toBeUndefined()
    await request(bench.app('640122')).post(`/api/renditions/${asset}`).send({ do: 'retry' }).expect(404)
  })

  test('that is broken fails every recipe in words, and the others go on', async () => {
    const broken = join(bench.folder, 'broken.jpg')
    await writeFile(broken, Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(400, 1)]))
    const asset = await bench.receive(broken)
    const view = await until(bench, asset, ['failed'])
    expect(view.failure).toMatchObject({ code: 'media/damaged' })
    const events = await bench.events(asset)
    expect(events.every(({ type, body }) => type === 'asset.failed' && body.failure?.code === 'media/damaged')).toBe(true)
    expect(events.map(({ body }) => body.recipe)).toContain('master.jpg')
    expect((await bench.service().report()).stuck).toContainEqual(expect.objectContaining({ id: asset, kind: 'failed' }))
  })
})

describe('a video', { timeout: 120_000 }, () => {
  test('is first to be looked at and then becomes everything for web, phone and TV', async () => {
    const asset = await bench.receive(await film('whole'))
    await until(bench, asset, ['done'])
    const events = await bench.events(asset)
    const recipes = events.map(({ body }) => body.recipe)
    expect(recipes.slice(0, 2).sort()).toEqual(['poster.jpg', 'preview.mp4'])
    expect(recipes.slice(2).sort()).toEqual(['hls', 'mp4-1080p25.mp4', 'mp4-720.mp4', 'vertical.mp4', 'xdcam.mxf'])
    const hls = events.find(({ body }) => body.recipe === 'hls')!.body.files!
    expect(hls[0]!.path).toBe('master.m3u8')
    await expectPlaylistsComplete(hls)
  })

  test('waits while it is paused, says so, and goes on when it is resumed', async () => {
    const asset = await bench.receive(await film('paused', 2))
    const steer = (step: string) => request(bench.app()).post(`/api/renditions/${asset}`).send({ do: step })
    await until(bench, asset, ['working', 'waiting'])
    const { body } = await steer('pause').expect(200)
    expect(body.state).toBe('paused')
    expect((await bench.service().report()).stuck).toContainEqual(expect.objectContaining({ id: asset, kind: 'person' }))
    await new Promise((resolve) => setTimeout(resolve, 1500))
    expect((await bench.view(asset))?.state).toBe('paused')
    await bench.service().act(asset, 'resume')
    expect((await until(bench, asset, ['done'])).percent).toBe(100)
  })

  test('is taken up again after a stop in the middle, and each recipe is told once', async () => {
    const asset = await bench.receive(await film('restarted', 3))
    await until(bench, asset, ['working'])
    await bench.restart()
    await until(bench, asset, ['done'])
    const recipes = (await bench.events(asset)).map(({ body }) => body.recipe)
    expect(recipes.length).toBe(7)
    expect(new Set(recipes).size).toBe(7)
  })
})

test('a rendition of more files than an event can name is refused for good, not tried again', async () => {
  const asset = await bench.receive(photograph('french-alpine-landscape'))
  await until(bench, asset, ['done'])
  const { rows } = await bench.log.database.system.query<{ sha256: string }>('select sha256 from transcoding.reference where asset = $1', [
    asset,
  ])
  const files = Array.from({ length: 5000 }, (_, at) => ({ path: `${at}.m4s`, sha256: 'f'.repeat(64), bytes: 1, mediaType: 'video/mp4' }))
  const made = { recipe: 'hls', files, width: 1, height: 1, durationMs: 1 }
  await settleMade(bench.log.database, sha256Schema.parse(rows[0]!.sha256), made, new Date())
  expect((await bench.events(asset)).at(-1)).toMatchObject({
    type: 'asset.failed',
    body: { failure: { code: 'transcoding/too-many-files' } },
  })
})

async function expectPlaylistsComplete(files: readonly { path: string; sha256: string }[]): Promise<void> {
  const known = new Set(files.map(({ sha256, path }) => `/media/${sha256}/${path}`))
  for (const { path, sha256 } of files.filter((file) => file.path.endsWith('.m3u8'))) {
    const text = (await bench.blobs.bytes(sha256Schema.parse(sha256))).toString('utf8')
    const named = [...text.matchAll(/\/media\/[0-9a-f]{64}\/[^"\s]+/g)].map(([address]) => address)
    expect(named.length, path).toBeGreaterThan(1)
    expect(named.filter((address) => !known.has(address))).toEqual([])
  }
}
