import { join } from 'node:path'
import { bare, execute, type Filter, type Input, type Watch } from './command.ts'
import { inRow, levelled, measure, programme, targets } from './loudness.ts'
import { once } from './milestone.ts'
import type { VideoSource } from './video-source.ts'

/** Sound files in the scratch folder, ready to be put under pictures. */
export type Sounds = { readonly web: string | null; readonly tv: string }
type Source = Pick<VideoSource, 'path' | 'demuxer' | 'soundTracks' | 'seconds'>

/**
 * The sound of a source, once for the web (AAC at −16 LUFS) and once for TV (24-bit PCM at −24 LKFS). A source without sound gives none
 * for the web, and silence for TV, whose formats demand tracks.
 */
export async function renderSounds(source: Source, folder: string, watch: Watch): Promise<Sounds> {
  const home = join(folder, 'sound')
  const soundsIn = (place: string) => ({ web: source.soundTracks === 0 ? null : join(place, 'web.m4a'), tv: join(place, 'tv.wav') })
  await once(home, ['sound'], (fresh) => write(source, soundsIn(fresh), watch))
  return soundsIn(home)
}

async function write(source: Source, { web, tv }: Sounds, watch: Watch): Promise<void> {
  if (web === null) return silentSound(tv, source, watch)
  const { soundTracks } = source
  if (soundTracks === 0) return
  const input: Input = { path: source.path, demuxer: source.demuxer }
  const found = await measure(input, soundTracks, ['anull'], watch)
  const [forWeb, forTv] = [
    await levelled(input, soundTracks, found, targets.web, watch),
    await levelled(input, soundTracks, found, targets.tv, watch),
  ]
  const filters: Filter[] = [
    ...programme(soundTracks, 'programme'),
    { filter: 'asplit', inputs: 'programme', outputs: ['toWeb', 'toTv'] },
    ...inRow(forWeb, 'toWeb', 'web'),
    ...inRow(forTv, 'toTv', 'tv'),
  ]
  const outputs = [
    { path: web, options: ['-map', '[web]', ...aac(128), ...bare] },
    { path: tv, options: ['-map', '[tv]', '-c:a', 'pcm_s24le', '-ar', '48000', ...bare] },
  ]
  await execute({ inputs: [{ ...input, options: ['-vn', '-threads', '1'] }], filters, outputs }, watch)
}

export const aac = (kilobits: number): string[] => ['-c:a', 'aac', '-b:a', `${kilobits}k`, '-ar', '48000', '-ac', '2']

async function silentSound(path: string, source: Source, watch: Watch): Promise<void> {
  const filters: Filter[] = [
    { filter: 'anullsrc', options: 'r=48000:cl=stereo', outputs: 'quiet' },
    { filter: 'atrim', options: { duration: source.seconds.toFixed(3) }, inputs: 'quiet', outputs: 'silence' },
  ]
  const input: Input = { path: source.path, demuxer: source.demuxer, options: ['-threads', '1'] } // ffmpeg wants an input; nothing of it is mapped
  await execute({ inputs: [input], filters, outputs: [{ path, options: ['-map', '[silence]', '-c:a', 'pcm_s24le', ...bare] }] }, watch)
}
