import { open, readFile, writeFile } from 'node:fs/promises'
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
 * HLS as fragmented MP4: one playlist per rung, one for the sound, and the master. A track is one file, of which the playlist names ranges
 * (EXT-X-BYTERANGE, RFC 8216, 4.3.2.2): a film of three hours has as few files as a clip. Everything is named by its bytes: tracks are kept
 * first, then the playlists that name them as `/media/<sha256>/<name>`, the master last; it comes first in the answer.
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
  const kind = ['-f', 'hls', '-hls_time', String(segmentSeconds), '-hls_playlist_type', 'vod', '-hls_segment_type', 'fmp4']
  return [...kind, '-hls_flags', 'independent_segments+single_file', '-hls_segment_filename', join(folder, `${name}.m4s`)]
}

async function keepTrack(folder: string, name: string, keep: Keep): Promise<Track> {
  const [media, path] = [join(folder, `${name}.m4s`), join(folder, `${name}.m3u8`)]
  await assertClean(media, null)
  const playlist = await readFile(path, 'utf8')
  const codec = codecOf(await headOf(media, playlist))
  const track = await keepFile(media, keep)
  await writeFile(path, playlist.replaceAll(`${name}.m4s`, address(track)))
  const list = await keepFile(path, keep)
  return { name, playlist: address(list), files: [list, track], peakBits: peakOf(playlist), codec }
}

const address = ({ sha256, path }: RenderedFile): string => `/media/${sha256}/${path}`

async function keepFile(path: string, keep: Keep): Promise<RenderedFile> {
  const name = basename(path)
  return { path: name, ...(await keep(path)), mediaType: mediaTypeOf(name) }
}

/** What a decoder needs before the first segment: the range that EXT-X-MAP names. */
async function headOf(media: string, playlist: string): Promise<Buffer> {
  const length = Number(/#EXT-X-MAP:.*BYTERANGE="(\d+)@0"/.exec(playlist)?.[1])
  const file = await open(media)
  return file
    .read(Buffer.alloc(length), 0, length, 0)
    .then(({ buffer }) => buffer)
    .finally(() => file.close())
}

/** Greatest bit rate of a segment: what BANDWIDTH means (RFC 8216, 4.3.4.2). */
function peakOf(playlist: string): number {
  const segments = [...playlist.matchAll(/#EXTINF:([\d.]+),\s*\n#EXT-X-BYTERANGE:(\d+)@/g)]
  return segments.reduce((peak, [, seconds, bytes]) => Math.max(peak, Math.round((Number(bytes) * 8) / Number(seconds))), 0)
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
