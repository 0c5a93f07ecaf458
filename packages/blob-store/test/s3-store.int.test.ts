import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import type { Sha256 } from '@kitchen/model'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type BucketSettings, checkBucket, openS3Store } from '../src/index.ts'
import { openBucket } from '../src/s3/bucket.ts'
import { blobStoreContract } from './contract.ts'
import { noServer, startVersitygw } from './versitygw.ts'

const why = noServer()
if (why) console.warn(`NOT PROVED: the S3 adapter keeps the contract (${why})`)

describe.skipIf(why !== undefined)(`on a real S3 server${why ? ` (skipped: ${why})` : ''}`, () => {
  let folder = ''
  let server: Awaited<ReturnType<typeof startVersitygw>>
  let settings: BucketSettings
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 's3-store-'))
    server = await startVersitygw(join(folder, 'data'))
    settings = server.settings
  })
  afterAll(async () => {
    await server?.stop()
    await rm(folder, { recursive: true, force: true })
  })
  blobStoreContract('S3', (own) => openS3Store({ ...settings, folder: own }))

  const open = async (cacheBytes?: number) => {
    const own = await mkdtemp(join(folder, 'own-'))
    return { own, store: await openS3Store({ ...settings, folder: own, ...(cacheBytes === undefined ? {} : { cacheBytes }) }) }
  }
  const hashOf = (word: string) => createHash('sha256').update(word).digest('hex') as Sha256

  test('what one process puts another reads, as a file too, and the second put of the same bytes is none', async () => {
    const [one, other] = [await open(), await open()]
    const { sha256 } = await one.store.putBytes('六盘山 shared')
    expect((await other.store.bytes(sha256)).toString()).toBe('六盘山 shared')
    expect(await readFile(await other.store.local(sha256), 'utf8')).toBe('六盘山 shared')
    expect(await other.store.putBytes('六盘山 shared')).toEqual({ sha256, bytes: 16 })
    expect([...(await readdir(join(one.own, 'incoming'))), ...(await readdir(join(other.own, 'incoming')))]).toEqual([])
  })

  test('bytes that are not those of their address are refused by the server', async () => {
    const body = { open: () => Readable.from(['other']), bytes: 5, sha256: hashOf('these') }
    await expect(openBucket(settings)({ method: 'PUT', key: 'sha256/aa/bb/x', body })).rejects.toMatchObject({ status: 400 })
  })

  test('the cache holds what is in use and drops what nobody has asked for', async () => {
    const { own, store } = await open(1000)
    const first = await store.putBytes('a'.repeat(600))
    const second = await store.putBytes('b'.repeat(600))
    expect((await readdir(join(own, 'cache'))).length).toBe(2)
    const long = new Date(Date.now() - 7 * 3_600_000)
    await utimes(join(own, 'cache', first.sha256), long, long)
    await store.putBytes('c'.repeat(600))
    expect((await readdir(join(own, 'cache'))).includes(first.sha256)).toBe(false)
    expect((await readdir(join(own, 'cache'))).includes(second.sha256)).toBe(true)
    expect((await readFile(await store.local(first.sha256))).length).toBe(600)
  })

  test('a file in the cache that is not its address’s bytes is noticed when it comes', async () => {
    const { store } = await open()
    const wrong = hashOf('right')
    const key = `sha256/${wrong.slice(0, 2)}/${wrong.slice(2, 4)}/${wrong}`
    const body = { open: () => Readable.from(['wrong']), bytes: 5, sha256: hashOf('wrong') }
    await openBucket(settings)({ method: 'PUT', key, body })
    await expect(store.local(wrong)).rejects.toThrow('other bytes')
    await store.delete(wrong)
  })

  test('a server that is away for a moment costs a moment', async () => {
    const { store } = await open()
    await writeFile(join(folder, 'late'), 'late')
    server.process.kill('SIGSTOP')
    const putting = store.put(join(folder, 'late'))
    await delay(300)
    server.process.kill('SIGCONT')
    expect((await putting).bytes).toBe(4)
  })

  test('doctor sees a bucket that keeps its rule, one that is missing, and a key that is wrong', async () => {
    expect(await checkBucket(settings)).toBe('ok')
    await expect(checkBucket({ ...settings, bucket: 'nowhere' })).rejects.toThrow('404')
    await expect(checkBucket({ ...settings, secretKey: 'wrong' })).rejects.toThrow('403')
  })
})
