import { createHash } from 'node:crypto'
import { appendFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import fc from 'fast-check'
import { expect } from 'vitest'
import { type BlobStore, type GrowingFile, growingFile, type Receipt } from '../src/index.ts'

const hashOf = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex')
let files = 0

/** An empty file and its growing. */
export async function freshFile(folder: string): Promise<{ path: string; growing: GrowingFile }> {
  const path = join(folder, `growing-${files++}`)
  await writeFile(path, '')
  return { path, growing: growingFile(path) }
}

/** A file written through `growingFile` in one piece, with its receipt. */
export async function received(folder: string, content: string): Promise<{ path: string; receipt: Receipt }> {
  const { path, growing } = await freshFile(folder)
  await growing.append(partsOf([Buffer.from(content)]), 0)
  return { path, receipt: (await growing.receipt())! }
}

export async function* partsOf(parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts
}

/** Law: however a file came, in one connection or several, its receipt is true, and the store gives the same address as by reading. */
export async function sparesReading(store: BlobStore, folder: string): Promise<void> {
  const sizes = fc.array(fc.array(fc.oneof(fc.nat(2000), fc.nat(1_500_000)), { maxLength: 4 }), { minLength: 1, maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(sizes, async (connections) => {
      const { path, growing } = await freshFile(folder)
      const all: Buffer[] = []
      for (const parts of connections.map((some) => some.map((size) => Buffer.alloc(size, files + size))))
        expect(await growing.append(partsOf(parts), Buffer.concat(all).length)).toBe(all.push(...parts) && Buffer.concat(all).length)
      const receipt = await growing.receipt()
      const whole = Buffer.concat(all)
      expect(receipt).toMatchObject({ sha256: hashOf(whole), bytes: whole.length })
      expect(await store.put(path, { move: true, receipt })).toEqual({ sha256: hashOf(whole), bytes: whole.length })
      expect(whole.equals(await store.bytes(receipt!.sha256))).toBe(true)
    }),
    { numRuns: 15 },
  )
}

/** Law: a receipt of another file, of a file that was changed, or that nobody issued never gives bytes an address that is not theirs. */
export async function believesNoWrongReceipt(store: BlobStore, folder: string, ways = wrongReceipts): Promise<void> {
  for (const wrong of ways) {
    const { path, receipt, content } = await wrong(folder)
    expect(await store.put(path, { move: true, receipt }), wrong.name).toEqual({ sha256: hashOf(content), bytes: content.length })
  }
}

type Wrong = { readonly path: string; readonly receipt: Receipt; readonly content: string }

async function forged(folder: string): Promise<Wrong> {
  const { path, receipt } = await received(folder, 'forged: these bytes')
  return { path, receipt: { ...receipt, sha256: hashOf('other bytes') as Receipt['sha256'] }, content: 'forged: these bytes' }
}

async function ofAnother(folder: string): Promise<Wrong> {
  const [{ path }, { receipt }] = [await received(folder, 'another: this'), await received(folder, 'another: that')]
  return { path, receipt, content: 'another: this' }
}

/** In place and of the same length, later than the clock of the disk ticks. */
async function changedSince(folder: string): Promise<Wrong> {
  const { path, receipt } = await received(folder, 'changed: before')
  await delay(20)
  await writeFile(path, 'changed: behind', { flag: 'r+' })
  return { path, receipt, content: 'changed: behind' }
}

async function grownSince(folder: string): Promise<Wrong> {
  const { path, receipt } = await received(folder, 'grown')
  await appendFile(path, ' since')
  return { path, receipt, content: 'grown since' }
}

export const wrongReceipts = [forged, ofAnother, changedSince, grownSince]
