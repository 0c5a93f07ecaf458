import { createHash } from 'node:crypto'
import { copyFile, readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { renderVideo } from '@kitchen/media'
import { withScratch } from '../src/scratch.ts'

// One long job in a process of its own, to be killed: long-victim.ts <film> <scratch> <kept> <keep scratch: true, or false for the known-bad twin>.
const [film = '', scratch = '', kept = '', keepScratch] = process.argv.slice(2)
const keep = async (file: string) => {
  await copyFile(file, join(kept, basename(file)))
  return {
    sha256: createHash('sha256')
      .update(await readFile(file))
      .digest('hex'),
    bytes: (await stat(file)).size,
  }
}
const name = keepScratch === 'true' ? 'job' : `job-${process.pid}`
await withScratch(scratch, name, new AbortController().signal, (folder) =>
  renderVideo({
    source: film,
    folder,
    aigc: null,
    keep,
    madeAt: new Date(0),
    wanted: ['hls'],
    skip: new Set(),
    onProgress: () => {},
    done: async () => {},
    failed: (_recipe, error) => Promise.reject(error),
  }),
)
