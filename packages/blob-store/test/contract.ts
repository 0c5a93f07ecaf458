import { createHash } from 'node:crypto'
import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { type Sha256, sha256 as sha256Schema } from '@kitchen/model'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BlobStore } from '../src/index.ts'
import { believesNoWrongReceipt, sparesReading } from './receipts.ts'

const addressOf = (bytes: Uint8Array | string): Sha256 => sha256Schema.parse(createHash('sha256').update(bytes).digest('hex'))
const nowhere = addressOf('never stored')

/** What every blob store promises; each adapter runs it. */
export function blobStoreContract(name: string, open: (folder: string) => Promise<BlobStore>): void {
  describe(`${name} as a blob store`, () => {
    let folder: string
    let store: BlobStore
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'blob-contract-'))
      store = await open(join(folder, 'store'))
    })
    afterAll(() => rm(folder, { recursive: true, force: true }))
    const file = async (label: string, bytes: Uint8Array | string) => {
      await writeFile(join(folder, label), bytes)
      return join(folder, label)
    }

    test('bytes come back the same, whatever they are', async () => {
      await fc.assert(
        fc.asyncProperty(fc.uint8Array({ maxLength: 5000 }), async (bytes) => {
          const stored = await store.putBytes(bytes)
          expect(stored).toEqual({ sha256: addressOf(bytes), bytes: bytes.byteLength })
          expect(Buffer.from(bytes).equals(await store.bytes(stored.sha256))).toBe(true)
        }),
        { numRuns: 40 },
      )
    })

    test('a text is stored as UTF-8', async () => {
      const { sha256 } = await store.putBytes('六盘山')
      expect((await store.bytes(sha256)).toString('utf8')).toBe('六盘山')
    })

    test('a file stays where it is unless it is given away', async () => {
      const kept = await file('kept', 'kept')
      const given = await file('given', 'given')
      expect((await store.put(kept)).sha256).toBe(addressOf('kept'))
      expect((await store.put(given, { move: true })).sha256).toBe(addressOf('given'))
      expect(await readFile(kept, 'utf8')).toBe('kept')
      await expect(access(given)).rejects.toThrow()
    })

    test('a stored blob does not change when its source is written to later', async () => {
      const source = await file('changing', 'before')
      const { sha256 } = await store.put(source)
      await writeFile(source, 'after')
      expect((await store.bytes(sha256)).toString()).toBe('before')
    })

    test('putting the same bytes many times at once is one blob', async () => {
      const same = Buffer.alloc(300_000, 7)
      const stored = await Promise.all(Array.from({ length: 12 }, () => store.putBytes(same)))
      expect(new Set(stored.map((one) => one.sha256)).size).toBe(1)
      expect((await store.bytes(addressOf(same))).equals(same)).toBe(true)
    })

    test('a file that was hashed while it was written is stored with its receipt as without', async () => {
      await sparesReading(store, folder)
    })

    test('a receipt that is not of exactly these bytes is not believed', async () => {
      await believesNoWrongReceipt(store, folder)
    })

    test('a range holds both of its ends', async () => {
      const { sha256 } = await store.putBytes('0123456789')
      expect(String(await buffer(store.stream(sha256, { start: 2, end: 5 })))).toBe('2345')
      expect(String(await buffer(store.stream(sha256)))).toBe('0123456789')
    })

    test('a missing blob is said, not made up', async () => {
      expect(await store.stat(nowhere)).toBeUndefined()
      await expect(store.bytes(nowhere)).rejects.toMatchObject({ code: 'ENOENT' })
      await expect(store.local(nowhere)).rejects.toMatchObject({ code: 'ENOENT' })
      await expect(buffer(store.stream(nowhere))).rejects.toMatchObject({ code: 'ENOENT' })
      await expect(store.put(join(folder, 'no such file'))).rejects.toMatchObject({ code: 'ENOENT' })
    })

    test('a deleted blob is gone, and deleting twice is fine', async () => {
      const { sha256 } = await store.putBytes('short lived')
      await store.delete(sha256)
      await store.delete(sha256)
      expect(await store.stat(sha256)).toBeUndefined()
    })

    test('the list is complete, in order, and goes on after any address', async () => {
      for (let i = 0; i < 20; i++) await store.putBytes(`listed ${i}`)
      const all = await Array.fromAsync(store.list())
      expect(all).toEqual([...new Set(all)].sort())
      expect(all).toContain(addressOf('listed 7'))
      const middle = all[Math.floor(all.length / 2)]!
      expect(await Array.fromAsync(store.list(middle))).toEqual(all.slice(all.indexOf(middle) + 1))
    })

    test('an address that is not one never becomes a path', () => {
      expect(() => store.stream('../../etc/passwd' as Sha256)).toThrow()
    })
  })
}
