import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { appendFileSync, mkdtempSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { AssetView } from '@kitchen/api'
import { removeDatabase } from '@kitchen/database/testing'
import sharp from 'sharp'
import { Upload } from 'tus-js-client'
import { afterAll, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'ingest-kill-'))
let kitchen: ChildProcess
let origin = ''
afterAll(async () => {
  await kill()
  removeDatabase(folder)
})

/** A kitchen in a process of its own; resolves with its origin. */
async function start(port = 0): Promise<string> {
  kitchen = spawn(process.execPath, [fileURLToPath(new URL('./kitchen.ts', import.meta.url)), folder, String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  ;[origin] = (await once(createInterface(kitchen.stdout!), 'line')) as [string]
  return origin
}
async function kill(): Promise<void> {
  if (kitchen.exitCode !== null || kitchen.signalCode !== null) return
  kitchen.kill('SIGKILL')
  await once(kitchen, 'exit')
}
const asset = async (id: string): Promise<AssetView> => {
  const response = await fetch(`${origin}/api/assets?ids=${id}`, { headers: { 'x-person': 'reporter' } })
  return ((await response.json()) as { assets: AssetView[] }).assets[0]!
}
/** Grain, not packed: some 5 MB that any decoder reads. */
const photo = () =>
  sharp({ create: { width: 1600, height: 1100, channels: 3, background: '#888', noise: { type: 'gaussian', mean: 128, sigma: 60 } } })
    .png({ compressionLevel: 0 })
    .toBuffer()
const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

test('an upload goes on after kill -9 of the server, again and again, and what arrives is what was sent', async () => {
  const [bytes] = [await photo(), await start()]
  const port = Number(new URL(origin).port)
  const killsAt = [0.2, 0.5, 0.8].map((share) => share * bytes.length)
  let restarts = 0
  let restarting = Promise.resolve()
  const id = await new Promise<string>((resolve, reject) => {
    const upload = new Upload(bytes, {
      endpoint: `${origin}/api/uploads`,
      headers: { 'x-person': 'reporter' },
      metadata: { filename: '渠水.png' },
      chunkSize: 400_000,
      retryDelays: Array(600).fill(100),
      onProgress: (sent) => {
        if (sent < (killsAt[restarts] ?? Number.POSITIVE_INFINITY)) return
        restarts++
        restarting = restarting
          .then(kill)
          .then(() => start(port))
          .then(() => {})
      },
      onError: reject,
      onSuccess: () => resolve(upload.url!.split('/').at(-1)!),
    })
    upload.start()
  })
  await restarting
  expect(restarts).toBe(3)
  expect(await asset(id)).toMatchObject({ state: 'received', sha256: hash(bytes), bytes: bytes.length })
}, 120_000)

test('an upload whose last byte came just before the kill is received after the start, and its sender hears so', async () => {
  const bytes = await photo()
  const made = await fetch(`${origin}/api/uploads`, {
    method: 'POST',
    headers: {
      'x-person': 'reporter',
      'tus-resumable': '1.0.0',
      'upload-length': String(bytes.length),
      'upload-metadata': `filename ${btoa('a.png')}`,
    },
  })
  const path = made.headers.get('location')!
  const id = path.split('/').at(-1)!
  await fetch(origin + path, {
    method: 'PATCH',
    body: new Uint8Array(bytes.subarray(0, 500_000)),
    headers: { 'x-person': 'reporter', 'tus-resumable': '1.0.0', 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
  })
  await kill()
  const file = join(folder, 'ingest/spool', id)
  expect(statSync(file).size).toBe(500_000)
  appendFileSync(file, bytes.subarray(500_000))
  await start()
  const head = await fetch(origin + path, { method: 'HEAD', headers: { 'x-person': 'reporter', 'tus-resumable': '1.0.0' } })
  expect([head.status, head.headers.get('upload-offset')]).toEqual([200, String(bytes.length)])
  expect(await asset(id)).toMatchObject({ state: 'received', sha256: hash(bytes) })
  for (let tries = 0; tries < 50 && statSync(file, { throwIfNoEntry: false }) !== undefined; tries++) await delay(50)
  expect(statSync(file, { throwIfNoEntry: false })).toBeUndefined()
}, 120_000)
