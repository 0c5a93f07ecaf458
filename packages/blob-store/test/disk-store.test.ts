import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDiskStore } from '../src/index.ts'
import { blobStoreContract } from './contract.ts'

blobStoreContract('the disk', openDiskStore)

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'disk-store-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('a blob is a read-only file under its address', async () => {
  const store = await openDiskStore(folder)
  const { sha256 } = await store.putBytes('read only')
  const path = await store.local(sha256)
  expect(path).toBe(join(folder, 'sha256', sha256.slice(0, 2), sha256.slice(2, 4), sha256))
  expect((await stat(path)).mode & 0o777).toBe(0o444)
})

test('nothing stays in incoming, not even after a failed put', async () => {
  const store = await openDiskStore(folder)
  await store.putBytes('once')
  await store.putBytes('once')
  await store.put(join(folder, 'missing')).catch(() => undefined)
  expect(await readdir(join(folder, 'incoming'))).toEqual([])
})

test('a blob cut short by a damaged disk is mended by the next put', async () => {
  const store = await openDiskStore(folder)
  const { sha256 } = await store.putBytes('whole again')
  await rm(await store.local(sha256))
  await writeFile(join(folder, 'sha256', sha256.slice(0, 2), sha256.slice(2, 4), sha256), 'whole')
  await store.putBytes('whole again')
  expect((await store.bytes(sha256)).toString()).toBe('whole again')
})

test('opening removes what a killed process left and spares the work of a living one', async () => {
  await openDiskStore(folder)
  const gone = spawnSync('true').pid
  await writeFile(join(folder, 'incoming', `${gone}-left`), 'half')
  await writeFile(join(folder, 'incoming', `${process.ppid}-working`), 'half')
  await openDiskStore(folder)
  expect(await readdir(join(folder, 'incoming'))).toEqual([`${process.ppid}-working`])
})
