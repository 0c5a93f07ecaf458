import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sampleVideo } from '@kitchen/kitchen'

/** A video as large as is wished, never the same twice, that lies nowhere as a whole. */
export type Clip = { readonly bytes: number; readonly parts: () => Iterable<Buffer> }

const mebibyte = 1 << 20
const noise = randomBytes(mebibyte)

/** Reads the sample video; what it gives grows it with noise in a `free` box, which players pass over, and marks it with a number. */
export async function clipMaker(): Promise<(bytes: number) => Clip> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-clip-'))
  await sampleVideo(join(folder, 'clip.mp4'))
  const video = readFileSync(join(folder, 'clip.mp4'))
  rmSync(folder, { recursive: true })
  let number = 0
  return (bytes) => {
    const [box, mark] = [Buffer.alloc(16), ++number]
    box.writeUInt32BE(bytes - video.length)
    box.write('free', 4)
    box.writeUInt32BE(mark, 8)
    return { bytes, parts: () => partsOf([video, box], bytes) }
  }
}

export function hashOf(clip: Clip): string {
  const hash = createHash('sha256')
  for (const part of clip.parts()) hash.update(part)
  return hash.digest('hex')
}

function* partsOf(head: readonly Buffer[], bytes: number): Iterable<Buffer> {
  yield* head
  let left = bytes - head.reduce((sum, { length }) => sum + length, 0)
  for (; left > 0; left -= mebibyte) yield noise.subarray(0, Math.min(mebibyte, left))
}
