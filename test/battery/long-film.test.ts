import { createHash } from 'node:crypto'
import { copyFile, mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { draft } from '@kitchen/events'
import { ffmpegPath, type Rendered, renderVideo, run } from '@kitchen/media'
import { assetId, centreId, sha256, uuidv7 } from '@kitchen/model'
import { expect, test } from 'vitest'

const hours = 2

test('a film of two hours streams by nine files at most, named by an event of some kilobytes, and is whole', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'long-film-'))
  try {
    const made = await hlsOf(await filmOf(hours * 3600, folder), folder)
    expect(made.files.length).toBeLessThanOrEqual(9)
    expect(Buffer.byteLength(JSON.stringify(eventOf(made).body))).toBeLessThan(8000)
    const list = await readFile(join(folder, 'kept', 'v64.m3u8'), 'utf8')
    const lengths = [...list.matchAll(/#EXTINF:([\d.]+)/g)].map(([, seconds]) => Number(seconds))
    expect(lengths.length).toBe(hours * 900)
    expect(lengths.reduce((sum, one) => sum + one, 0)).toBeCloseTo(hours * 3600, 0)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

async function filmOf(seconds: number, folder: string): Promise<string> {
  const path = join(folder, 'film.mp4')
  const input = ['-f', 'lavfi', '-i', `testsrc=s=64x64:r=25:d=${seconds}`, '-f', 'lavfi', '-i', `sine=f=440:d=${seconds}`]
  const codecs = ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '250', '-c:a', 'aac', '-b:a', '32k']
  await run(ffmpegPath(), ['-nostdin', '-v', 'error', ...input, ...codecs, path], { timeoutMs: 1_200_000 })
  return path
}

async function hlsOf(source: string, folder: string): Promise<Rendered> {
  const made: Rendered[] = []
  const keep = async (file: string) => {
    await run('mkdir', ['-p', join(folder, 'kept')], { timeoutMs: 5000 })
    await copyFile(file, join(folder, 'kept', basename(file)))
    return { sha256: createHash('sha256').update(file).digest('hex'), bytes: (await stat(file)).size }
  }
  await renderVideo({
    source,
    folder,
    aigc: null,
    keep,
    madeAt: new Date(),
    wanted: ['hls'],
    skip: new Set(),
    onProgress: () => {},
    done: async (one) => void made.push(one),
    failed: (_recipe, error) => Promise.reject(error),
  })
  return made[0]!
}

const eventOf = ({ files, ...made }: Rendered) =>
  draft('asset.rendered', 'film', {
    ...made,
    files: files.map((file) => ({ ...file, sha256: sha256.parse(file.sha256) })),
    asset: assetId.parse(uuidv7()),
    centre: centreId.parse('640000'),
    source: sha256.parse('f'.repeat(64)),
    at: new Date().toISOString(),
  })
