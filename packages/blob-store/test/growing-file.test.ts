import { createHash } from 'node:crypto'
import { appendFile, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BlobStore, growingFile, inBlocks, openDiskStore } from '../src/index.ts'
import { believesNoWrongReceipt, freshFile, partsOf, received, wrongReceipts } from './receipts.ts'

let folder: string
let store: BlobStore
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'growing-'))
  store = await openDiskStore(join(folder, 'store'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const bytesOf = (text: string) => partsOf([Buffer.from(text)])

/** Cuts the line after some bytes. */
async function* cutAfter(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
  throw new Error('the line was cut')
}

test.each(wrongReceipts.map((way) => [way.name, way] as const))(
  'known-bad twin: a store that believes a receipt %s is caught',
  async (_name, way) => {
    const trusting: BlobStore = {
      ...store,
      put: async (file, how) => (how?.receipt ? { sha256: how.receipt.sha256, bytes: (await stat(file)).size } : store.put(file, how)),
    }
    await expect(believesNoWrongReceipt(trusting, folder, [way])).rejects.toThrow(way.name)
  },
)

test('a cut line leaves all that had come, and the next one goes on hashing', async () => {
  const { path, growing } = await freshFile(folder)
  const first = Buffer.alloc(700_001, 1)
  await expect(growing.append(cutAfter(first), 0)).rejects.toThrow('the line was cut')
  expect((await stat(path)).size).toBe(first.length)
  await growing.append(bytesOf('rest'), first.length)
  expect((await growing.receipt())?.sha256).toBe(createHash('sha256').update(first).update('rest').digest('hex'))
})

test('what did not all come this way has no receipt: begun before, written by somebody else, told twice', async () => {
  const begun = join(folder, 'begun')
  await writeFile(begun, 'begun')
  const late = growingFile(begun)
  await late.append(bytesOf(' late'), 5)
  expect([await late.receipt(), await readFile(begun, 'utf8')]).toEqual([undefined, 'begun late'])

  const { path, growing } = await freshFile(folder)
  await growing.append(bytesOf('ours'), 0)
  await appendFile(path, ' theirs')
  await growing.append(bytesOf(' ours'), 11)
  expect(await growing.receipt()).toBeUndefined()

  const told = await freshFile(folder)
  await told.growing.append(bytesOf('once'), 0)
  expect(await told.growing.receipt()).toMatchObject({ bytes: 4 })
  expect(await told.growing.receipt()).toBeUndefined()
})

test('a file of another length than expected is not written to', async () => {
  const { path, growing } = await freshFile(folder)
  await growing.append(bytesOf('four'), 0)
  await expect(growing.append(bytesOf('more'), 3)).rejects.toThrow('holds 4 bytes, not 3')
  expect(await readFile(path, 'utf8')).toBe('four')
})

test('a receipt stays good when the file is renamed, and only a put that moves has use for it', async () => {
  const { path, receipt } = await received(folder, 'renamed')
  await rename(path, `${path}.elsewhere`)
  await delay(20)
  expect(await store.put(`${path}.elsewhere`, { move: false, receipt })).toEqual({ sha256: receipt.sha256, bytes: 7 })
  expect(await store.put(`${path}.elsewhere`, { move: true, receipt })).toEqual({ sha256: receipt.sha256, bytes: 7 })
})

test('blocks are few and full, and what came before a failure is given before it', async () => {
  const sizes: number[] = []
  const many = async () => {
    for await (const block of inBlocks(cutAfter(Buffer.alloc(1_300_000)))) sizes.push(block.length)
  }
  await expect(many()).rejects.toThrow('the line was cut')
  expect(sizes).toEqual([524_288, 524_288, 251_424])
})

test('parts that are given away are freed once they are copied, unless their memory may be shared with others', async () => {
  const [large, cut] = [new Uint8Array(100_000).fill(1), new Uint8Array(200_000).subarray(0, 100_000)]
  const bytes: number[] = []
  for await (const block of inBlocks(partsOf([large, cut]), { consume: true })) bytes.push(block.length, block[99_999]!, block[100_000]!)
  expect([bytes, large.length, cut.length]).toEqual([[200_000, 1, 0], 0, 100_000])
})
