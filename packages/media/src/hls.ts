import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { bare, execute, type Input, type Output, type Watch } from './command.ts'
import { assertClean } from './label-guard.ts'
import type { Rung } from './ladder.ts'
import { type Keep, mediaTypeOf, type RenderedFile } from './rendition.ts'
import type { Rate } from './video-source.ts'

const segmentSeconds = 4
/** One playlist of the set: `name` is the prefix of its files. */
type Track = {
  readonly name: string
  readonly playlist: string
  readonly files: readonly RenderedFile[]
  readonly peakBits: number
  readonly codec: string
}
export type Stock = {
  readonly rungs: readonly Rung[]
  readonly rate: Rate
  readonly pictures: ReadonlyMap<string, Input>
  readonly sound: string | null
}

/**
 * HLS as fragmented MP4: one playlist per rung, one for the sound, and the master. Everything is named by its bytes: segments are kept first,
 * then the playlists that name them as `/media/<sha256>/<name>`, the master last; it comes first in the answer.
 */
export async function packageHls(
  { rungs, rate, pictures, sound }: Stock,
  folder: string,
  keep: Keep,
  watch: Watch,
): Promise<RenderedFile[]> {
  const videos = rungs.map((rung) => ({ name: `v${rung.name}`, input: pictures.get(`web-${rung.name}`)!, map: 'v' }))
  const sounds = sound === null ? [] : [{ name: 'a', input: { path: sound, demuxer: 'mov' }, map: 'a' }]
  const all = [...videos, ...sounds]
  const outputs = all.map(
    ({ name, map }, index): Output => ({
      path: join(folder, `${name}.m3u8`),
      options: ['-map', `${index}:${map}:0`, '-c', 'copy', ...bare, ...segmenting(folder, name)],
    }),
  )
  await execute({ inputs: all.map(({ input }) => input), outputs }, watch)
  const tracks: Track[] = []
  for (const { name } of all) tracks.push(await keepTrack(folder, name, keep))
  const master = masterPlaylist(rungs, rate, tracks)
  const file = join(folder, 'master.m3u8')
  await writeFile(file, master)
  return [await keepFile(file, keep), ...tracks.flatMap(({ files }) => files)]
}

function segmenting(folder: string, name: string): string[] {
  const kind = [
    '-f',
    'hls',
    '-hls_time',
    String(segmentSeconds),
    '-hls_playlist_type',
    'vod',
    '-hls_segment_type',
    'fmp4',
    '-hls_flags',
    'independent_segments',
  ]
  return [...kind, '-hls_fmp4_init_filename', `${name}-init.mp4`, '-hls_segment_filename', join(folder, `${name}-%d.m4s`)]
}

async function keepTrack(folder: string, name: string, keep: Keep): Promise<Track> {
  const playlist = await readFile(join(folder, `${name}.m3u8`), 'utf8')
  const init = join(folder, `${name}-init.mp4`)
  await assertClean(init, null)
  const codec = codecOf(await readFile(init))
  const parts = (await readdir(folder))
    .filter((file) => file.startsWith(`${name}-`))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  const peakBits = await peakOf(folder, playlist)
  const kept = new Map<string, RenderedFile>()
  for (const part of parts) kept.set(part, await keepFile(join(folder, part), keep))
  const path = join(folder, `${name}.m3u8`)
  await writeFile(
    path,
    playlist.replace(new RegExp(`\\b${name}-(init\\.mp4|\\d+\\.m4s)`, 'g'), (part) => address(kept.get(part)!)),
  )
  const list = await keepFile(path, keep)
  return { name, playlist: address(list), files: [list, ...kept.values()], peakBits, codec }
}

const address = ({ sha256, path }: RenderedFile): string => `/media/${sha256}/${path}`

async function keepFile(path: string, keep: Keep): Promise<RenderedFile> {
  const name = basename(path)
  return { path: name, ...(await keep(path)), mediaType: mediaTypeOf(name) }
}

/** Greatest bit rate of a segment: what BANDWIDTH means (RFC 8216, 4.3.4.2). */
async function peakOf(folder: string, playlist: string): Promise<number> {
  let peak = 0
  for (const [, seconds, name] of playlist.matchAll(/#EXTINF:([\d.]+),\s*\n(\S+)/g)) {
    const { size } = await stat(join(folder, basename(name!)))
    peak = Math.max(peak, Math.round((size * 8) / Number(seconds)))
  }
  return peak
}

/** RFC 6381 name of the codec, from the decoder configuration in the init segment; the sound is always AAC-LC. */
function codecOf(init: Buffer): string {
  const at = init.indexOf('avcC')
  return at < 0 ? 'mp4a.40.2' : `avc1.${init.subarray(at + 5, at + 8).toString('hex')}`
}

function masterPlaylist(rungs: readonly Rung[], rate: Rate, tracks: readonly Track[]): string {
  const sound = tracks.find(({ name }) => name === 'a')
  const media = sound
    ? [`#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="原声",LANGUAGE="zh",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",URI="${sound.playlist}"`]
    : []
  const variants = rungs.flatMap((rung) => {
    const track = tracks.find(({ name }) => name === `v${rung.name}`)!
    const codecs = [track.codec, ...(sound ? [sound.codec] : [])].join(',')
    const facts = [
      `BANDWIDTH=${track.peakBits + (sound?.peakBits ?? 0)}`,
      `RESOLUTION=${rung.width}x${rung.height}`,
      `FRAME-RATE=${rate.value.toFixed(3)}`,
      `CODECS="${codecs}"`,
      ...(sound ? ['AUDIO="sound"'] : []),
    ]
    return [`#EXT-X-STREAM-INF:${facts.join(',')}`, track.playlist]
  })
  return `${['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-INDEPENDENT-SEGMENTS', ...media, ...variants].join('\n')}\n`
}
