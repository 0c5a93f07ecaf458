import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Refusal } from '@kitchen/model'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { probe, refuseMedia, run, sniff } from '../src/index.ts'
import { hostileMedia, renamedPhotograph, silentFilm } from './hostile.ts'

let folder: string
let canary: Server
let address: string
const calls: string[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hostile-'))
  canary = createServer((socket) => calls.push(String(socket.remotePort)))
  await once(canary.listen(0, '127.0.0.1'), 'listening')
  address = `http://127.0.0.1:${(canary.address() as AddressInfo).port}`
})
afterAll(async () => {
  canary.close()
  await rm(folder, { recursive: true, force: true })
})

describe('bad input is refused in words, within 10 s, without a call', () => {
  for (const { name, code, write } of hostileMedia) {
    test(`${name}: ${code}`, async () => {
      const file = await write(folder, address)
      const before = performance.now()
      const refusal = await look(file).catch((error: unknown) => error)
      expect(performance.now() - before).toBeLessThan(10_000)
      expect(refusal).toBeInstanceOf(Refusal)
      expect(refusal).toMatchObject({
        code,
        says: { zh: expect.stringMatching(/\S/), en: expect.stringMatching(/\S/) },
        next: { zh: expect.stringMatching(/\S/) },
      })
      expect(calls).toEqual([])
    })
  }

  test('the canary is heard when somebody does call: the same playlist by a reader that may', async () => {
    const list = await hostileMedia.find(({ name }) => name === 'a playlist called .mp4')!.write(folder, address)
    await run(
      'ffprobe',
      ['-v', 'error', '-f', 'hls', '-allowed_extensions', 'ALL', '-protocol_whitelist', 'file,http,tcp', '-timeout', '500000', list],
      { timeoutMs: 3000 },
    ).catch(() => undefined)
    expect(calls.length).toBeGreaterThan(0)
  })
})

test('a photograph under the name of a video is a photograph', async () => {
  expect(await sniff(await renamedPhotograph(folder))).toEqual({ kind: 'photo', mediaType: 'image/jpeg' })
})

test('a video without sound is a video like any other', async () => {
  const file = await silentFilm(folder)
  expect(await sniff(file)).toEqual({ kind: 'video', mediaType: 'video/mp4' })
  expect(await probe(file, 'video')).toMatchObject({ width: 320, height: 180, durationMs: 1000 })
})

test('every refusal says in both languages what to do', () => {
  for (const { says, next } of Object.values(refuseMedia.table))
    expect([says.zh, says.en, next.zh, next.en].every((text) => text.length > 5)).toBe(true)
})

async function look(file: string) {
  const { kind } = await sniff(file)
  return probe(file, kind)
}
