import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { type IncomingMessage, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AssetView, Manuscript, Problem } from '@kitchen/api'
import type { Database, Part } from '@kitchen/database'
import { testDatabase } from '@kitchen/database/testing'
import { blocksOf, parseDocument } from '@kitchen/document'
import { Document, ImageRun, Packer, Paragraph } from 'docx'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrations } from '../src/index.ts'
import { type IngestServer, serveIngest } from './server.ts'

const folder = mkdtempSync(join(tmpdir(), 'manuscripts-'))
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

const send = (name: string, bytes: Buffer | string, person = 'reporter') =>
  fetch(`${server.origin}/api/manuscripts?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    body: Buffer.from(bytes as string),
    headers: { 'x-person': person, 'content-type': 'application/octet-stream' },
  })
/** The status that answers a manuscript of such a length, of which no byte is sent. */
async function answerToLength(length: number): Promise<number | undefined> {
  const headers = { 'x-person': 'reporter', 'content-type': 'application/octet-stream', 'content-length': length }
  const asked = request(`${server.origin}/api/manuscripts?name=a.txt`, { method: 'POST', headers })
  asked.flushHeaders()
  const [response] = (await once(asked, 'response')) as [IncomingMessage]
  asked.on('error', () => {}).destroy()
  return response.statusCode
}
const image = (data: Buffer) =>
  new Paragraph({ children: [new ImageRun({ type: 'png', data, transformation: { width: 10, height: 10 } })] })

test('pictures inside a Word file become assets of the sender, a broken one is noted and the text goes on', async () => {
  const good = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#369' } })
    .png()
    .toBuffer()
  const file = await Packer.toBuffer(
    new Document({
      sections: [
        { children: [new Paragraph('黄河水润新灌区'), new Paragraph('今年秋粮开镰。'), image(good), image(Buffer.from('坏的图片'))] },
      ],
    }),
  )
  const { document, pictures, notes } = (await (await send('稿.docx', file)).json()) as Manuscript
  expect(pictures).toHaveLength(1)
  expect(notes[0]?.zh).toContain('picture-2.png')
  expect(blocksOf(parseDocument(document))).toMatchObject([{ text: '今年秋粮开镰。' }, { kind: 'picture', asset: pictures[0]!.asset }])
  const { assets } = (await (
    await fetch(`${server.origin}/api/assets?ids=${pictures[0]!.asset}`, { headers: { 'x-person': 'reporter' } })
  ).json()) as { assets: AssetView[] }
  expect(assets).toMatchObject([{ state: 'received', kind: 'photo', width: 64, height: 48, name: 'picture-1.png' }])
})

test('a manuscript that cannot be read is answered with a problem; who may not upload may not send one', async () => {
  const answer = await send('稿.docx', '不是 Word')
  expect([answer.status, ((await answer.json()) as Problem).code]).toEqual([415, 'ingest/renamed'])
  const empty = await send('稿.txt', '')
  expect(((await empty.json()) as Problem).code).toBe('ingest/empty')
  expect((await send('稿.txt', '文', 'operator')).status).toBe(403)
  expect(await answerToLength(50_000_001)).toBe(413)
})
