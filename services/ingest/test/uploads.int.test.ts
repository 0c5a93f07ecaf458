import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { readdir, statfs } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AssetView } from '@kitchen/api'
import { append, type Database, type Part, systemTransaction } from '@kitchen/database'
import { testDatabase } from '@kitchen/database/testing'
import { draft } from '@kitchen/events'
import { centreId, personId, storyId, uuidv7 } from '@kitchen/model'
import sharp from 'sharp'
import { Upload } from 'tus-js-client'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { migrations } from '../src/index.ts'
import { type IngestServer, serveIngest } from './server.ts'

const folder = mkdtempSync(join(tmpdir(), 'ingest-'))
let database: Part<Database>
let server: IngestServer
beforeAll(async () => {
  database = await testDatabase([migrations])
  server = await serveIngest(database.value, folder)
})
afterAll(async () => {
  await server?.stop()
  await database?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** A photograph of grain: nothing in it compresses. */
const photo = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#888', noise: { type: 'gaussian', mean: 128, sigma: 60 } } })
    .jpeg({ quality: 95 })
    .toBuffer()
const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

/** Uploads with tus-js-client; resolves with the asset's id, rejects with the problem's code. */
function upload(bytes: Buffer, { person = 'reporter', name = 'a.jpg', story = '' } = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const one = new Upload(bytes, {
      endpoint: `${server.origin}/api/uploads`,
      headers: { 'x-person': person },
      metadata: { filename: name, ...(story === '' ? {} : { story }) },
      chunkSize: 300_000,
      retryDelays: [],
      onError: (error) =>
        reject(
          new Error(
            'originalResponse' in error ? (JSON.parse(error.originalResponse?.getBody() || '{}') as { code?: string }).code : error.message,
          ),
        ),
      onSuccess: () => resolve(one.url!.split('/').at(-1)!),
    })
    one.start()
  })
}
async function assets(query: string, person = 'reporter'): Promise<AssetView[]> {
  const response = await fetch(`${server.origin}/api/assets?${query}`, { headers: { 'x-person': person } })
  return ((await response.json()) as { assets: AssetView[] }).assets
}
const ask = (path: string, method: string, headers: Record<string, string> = {}, person = 'reporter') =>
  fetch(`${server.origin}${path}`, { method, headers: { 'x-person': person, 'tus-resumable': '1.0.0', ...headers } })
const events = async (id: string) =>
  (
    await database.value.system.query<{ type: string; body: Record<string, unknown> }>(
      `select type, body from journal.event where key = $1 order by position`,
      [id],
    )
  ).rows

test('a photo arrives in pieces, is stored by its hash, and one event says so', async () => {
  const [bytes, story] = [await photo(1600, 1200), uuidv7()]
  const id = await upload(bytes, { story, name: 'C:\\照片\\渠水.jpg' })
  expect(await assets(`story=${story}`)).toMatchObject([
    {
      id,
      story,
      name: '渠水.jpg',
      state: 'received',
      kind: 'photo',
      sha256: hash(bytes),
      bytes: bytes.length,
      received: bytes.length,
      mediaType: 'image/jpeg',
      width: 1600,
      height: 1200,
      aigc: false,
      failure: null,
    },
  ])
  expect(await server.needs.blobs.bytes(hash(bytes) as never)).toEqual(bytes)
  expect(await events(id)).toMatchObject([
    { type: 'asset.received', body: { asset: id, centre: '640000', person: '640000-reporter', story, sha256: hash(bytes), width: 1600 } },
  ])
  expect(server.hinted).toContainEqual([{ about: 'assets', id: story }, { centres: ['640000'] }])
  expect(await readdir(join(folder, 'ingest/spool'))).toEqual([])
})

test('bytes are hashed while they arrive: the store hears the hash and need not read them again', async () => {
  const bytes = await photo(1200, 900)
  const { put } = server.needs.blobs
  const heard: (string | undefined)[] = []
  const watched = server.needs.blobs as { put: typeof put }
  watched.put = (file, how) => {
    heard.push(how?.receipt?.sha256)
    return put(file, how)
  }
  const id = await upload(bytes)
  watched.put = put
  expect(heard).toEqual([hash(bytes)])
  expect(await assets(`ids=${id}`)).toMatchObject([{ state: 'received', sha256: hash(bytes) }])
})

test('a second connection takes an upload over from one that hangs, and nothing is lost', async () => {
  const bytes = await photo(1200, 900)
  const made = await ask('/api/uploads', 'POST', { 'upload-length': String(bytes.length), 'upload-metadata': `filename ${btoa('c.jpg')}` })
  const url = `${server.origin}${made.headers.get('location')}`
  const headers = { 'x-person': 'reporter', 'tus-resumable': '1.0.0', 'content-type': 'application/offset+octet-stream' }
  const hanging = request(url, { method: 'PATCH', headers: { ...headers, 'upload-offset': '0', 'content-length': bytes.length } })
  hanging.on('error', () => {}).write(bytes.subarray(0, 600_000))
  await vi.waitFor(
    async () => expect((await assets(`ids=${made.headers.get('location')!.split('/').at(-1)}`))[0]!.received).toBeGreaterThan(0),
    5000,
  )
  const offset = await vi.waitFor(async () => {
    const head = await ask(made.headers.get('location')!, 'HEAD')
    expect(head.status).toBe(200)
    return Number(head.headers.get('upload-offset'))
  }, 15_000)
  const rest = await fetch(url, {
    method: 'PATCH',
    headers: { ...headers, 'upload-offset': String(offset) },
    body: new Uint8Array(bytes.subarray(offset)),
  })
  hanging.destroy()
  expect(rest.status).toBe(204)
  expect(await assets(`ids=${url.split('/').at(-1)}`)).toMatchObject([{ state: 'received', sha256: hash(bytes) }])
})

test('an upload shows how far it is, goes on from there, and hears at the end that all is there', async () => {
  const bytes = await photo(400, 300)
  const made = await ask('/api/uploads', 'POST', { 'upload-length': String(bytes.length), 'upload-metadata': `filename ${btoa('b.jpg')}` })
  const path = made.headers.get('location')!
  const patch = (offset: number, part: Buffer) =>
    fetch(`${server.origin}${path}`, {
      method: 'PATCH',
      body: new Uint8Array(part),
      headers: {
        'x-person': 'reporter',
        'tus-resumable': '1.0.0',
        'upload-offset': String(offset),
        'content-type': 'application/offset+octet-stream',
      },
    })
  expect((await patch(0, bytes.subarray(0, 1000))).status).toBe(204)
  expect(await assets(`ids=${path.split('/').at(-1)}`)).toMatchObject([{ state: 'arriving', received: 1000, bytes: bytes.length }])
  const wrong = await patch(5, bytes.subarray(5))
  expect([wrong.status, ((await wrong.json()) as { code: string }).code, wrong.headers.get('content-type')]).toEqual([
    409,
    'ingest/offset-passed',
    'application/problem+json',
  ])
  expect((await patch(1000, bytes.subarray(1000))).status).toBe(204)
  const head = await ask(path, 'HEAD')
  expect([head.status, head.headers.get('upload-offset'), head.headers.get('upload-length')]).toEqual([
    200,
    String(bytes.length),
    String(bytes.length),
  ])
  expect((await ask(path, 'DELETE')).status).toBe(409)
})

test("another person's upload answers 404, in the same centre too, and shows in no other centre's list", async () => {
  const id = await upload(await photo(300, 200))
  for (const person of ['colleague', 'county'])
    for (const method of ['HEAD', 'PATCH', 'DELETE'])
      expect(
        (await ask(`/api/uploads/${id}`, method, { 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' }, person))
          .status,
      ).toBe(404)
  expect(await assets(`ids=${id}`, 'county')).toEqual([])
  expect(await assets(`ids=${id}`, 'colleague')).toHaveLength(1)
  expect((await ask('/api/uploads', 'POST', { 'upload-length': '5' }, 'operator')).status).toBe(403)
  expect((await ask('/api/uploads', 'POST', { 'upload-length': '5' }, 'nobody')).status).toBe(401)
})

test('the same bytes are a new asset each time, with the same hash', async () => {
  const bytes = await photo(320, 240)
  const ids = await Promise.all([upload(bytes), upload(bytes), upload(bytes, { person: 'county' })])
  expect(new Set(ids).size).toBe(3)
  const found = [...(await assets(`ids=${ids.join()}`)), ...(await assets(`ids=${ids.join()}`, 'county'))]
  expect(found.map(({ sha256 }) => sha256)).toEqual(Array(3).fill(hash(bytes)))
})

test.each([
  ['nothing', async () => Buffer.alloc(0), 'ingest/empty'],
  ['a truncated photo', async () => (await photo(800, 600)).subarray(0, 90_000), 'media/damaged'],
  ['a text called .jpg', async () => Buffer.from('这不是照片'), 'media/unknown'],
  ['an SVG called .jpg', async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'), 'media/svg'],
  ['a playlist posing as .mp4', async () => Buffer.from('#EXTM3U\n#EXTINF:1,\nhttp://169.254.169.254/x.ts\n'), 'media/playlist'],
])('%s is refused, with a next step and an event, and nothing of it stays', async (_what, made, code) => {
  const id = await upload(await made(), { name: 'x.jpg' })
  const [asset] = await assets(`ids=${id}`)
  expect(asset).toMatchObject({
    state: 'refused',
    sha256: null,
    failure: { code, says: { zh: expect.stringMatching(/./), en: expect.stringMatching(/./) }, next: { zh: expect.stringMatching(/./) } },
  })
  expect(await events(id)).toMatchObject([{ type: 'asset.refused', body: { failure: { code } } }])
  expect(await readdir(join(folder, 'ingest/spool'))).toEqual([])
})

test('too long, of unknown length, without the protocol, or for no story: refused before the first byte', async () => {
  const code = async (headers: Record<string, string>) =>
    ((await (await ask('/api/uploads', 'POST', headers)).json()) as { code: string }).code
  expect(await code({ 'upload-length': '20000000001' })).toBe('ingest/too-large')
  expect(await code({ 'upload-defer-length': '1' })).toBe('ingest/protocol')
  expect(await code({ 'upload-length': '-1' })).toBe('ingest/protocol')
  expect(await code({ 'upload-length': '1', 'tus-resumable': '' })).toBe('ingest/protocol')
  expect(await code({ 'upload-length': '1', 'upload-metadata': `story ${btoa('not-a-story')}` })).toBe('ingest/protocol')
  expect(await code({ 'upload-length': '19999999999999' })).toBe('ingest/too-large')
})

test('what this machine cannot store yet stays, is listed with a button, and goes through on retry', async () => {
  const bytes = await photo(333, 222)
  const { put } = server.needs.blobs
  const broken = server.needs.blobs as { put: typeof put }
  broken.put = () => Promise.reject(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }))
  await expect(upload(bytes, { name: '满.jpg' })).rejects.toThrow('ingest/trouble')
  broken.put = put
  const { stuck, state } = await server.part.value.report()
  expect(state).toBe('trouble')
  const row = stuck.find(({ what }) => what.zh.includes('满.jpg'))!
  expect(row).toMatchObject({ kind: 'failed', actions: [{ do: 'retry' }, { do: 'discard' }] })
  await server.part.value.act(row.id, 'retry')
  expect(await assets(`ids=${row.id}`)).toMatchObject([{ state: 'received', sha256: hash(bytes) }])
})

test('a button that does not exist and an id that is none are refused', async () => {
  await expect(server.part.value.act('x', 'discard')).rejects.toMatchObject({ code: 'ingest/no-such-upload' })
  await expect(server.part.value.act(uuidv7(), 'explode')).rejects.toMatchObject({ code: 'ingest/bad-question' })
})

test('discarding forgets an unfinished upload and its bytes', async () => {
  const made = await ask('/api/uploads', 'POST', { 'upload-length': '1000' })
  const id = made.headers.get('location')!.split('/').at(-1)!
  await server.part.value.act(id, 'discard')
  expect((await ask(`/api/uploads/${id}`, 'HEAD')).status).toBe(404)
  expect(await readdir(join(folder, 'ingest/spool'))).toEqual([])
})

test('uploads are not put together out of several, nor opened without end, nor sent into another centre’s story', async () => {
  const code = async (answer: Response) => [answer.status, ((await answer.json()) as { code: string }).code]
  for (const kind of ['partial', 'final;/api/uploads/a /api/uploads/b'])
    expect(await code(await ask('/api/uploads', 'POST', { 'upload-length': '5', 'upload-concat': kind }))).toEqual([
      400,
      'ingest/concatenation',
    ])
  const story = uuidv7()
  const filed = draft('story.filed', story, {
    story: storyId.parse(story),
    centre: centreId.parse('640000'),
    person: personId.parse('640000-reporter'),
    headline: '渠水',
    at: new Date().toISOString(),
  })
  await systemTransaction(database.value, [story], (tx) => append(tx, [filed]))
  const into = (person: string) => ask('/api/uploads', 'POST', { 'upload-length': '5', 'upload-metadata': `story ${btoa(story)}` }, person)
  await vi.waitFor(async () => expect(await code(await into('county'))).toEqual([404, 'ingest/foreign-story']), 10_000)
  expect((await into('colleague')).status).toBe(201)
  await database.value.system.query(
    `insert into ingest.asset (id, centre, person, name, size, created, at) select gen_random_uuid(), '640000', '640000-editor', 'x', 1, now(), now() from generate_series(1, 200)`,
  )
  expect(await code(await into('colleague'))).toEqual([429, 'ingest/too-many-open'])
  await database.value.system.query(`delete from ingest.asset where name = 'x'`)
})

test('room that is promised to uploads under way is not promised twice', async () => {
  const { bavail, bsize } = await statfs(folder)
  const most = Math.min(19_000_000_000, Math.floor((bavail * bsize) / 2))
  const answers: number[] = []
  for (let promised = 0; promised < bavail * bsize + most && answers.length < 60; promised += most)
    answers.push((await ask('/api/uploads', 'POST', { 'upload-length': String(most) }, 'county')).status)
  expect(answers[0]).toBe(201)
  if (answers.length < 60) expect(answers.at(-1)).toBe(507)
  await database.value.system.query(`delete from ingest.asset where person = '640122-county-editor' and state = 'arriving'`)
})
