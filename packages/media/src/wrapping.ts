import { type AiLabel, labelText } from './ai-label.ts'
import { bare, execute, type Filter, type Input, type Watch } from './command.ts'
import { aac } from './sound.ts'

/** MP4 that starts to play before it is whole, with the AI label as a tag and nothing else. */
export function mp4Options(aigc: AiLabel | null): string[] {
  if (aigc === null) return ['-movflags', '+faststart']
  return ['-movflags', '+faststart+use_metadata_tags', '-metadata', `AIGC=${labelText(aigc)}`]
}

/** Picture and sound, both copied, into an MP4 for the web. */
export async function wrapWeb(picture: Input, sound: string | null, target: string, aigc: AiLabel | null, watch: Watch): Promise<void> {
  const inputs: Input[] = [picture, ...(sound === null ? [] : [{ path: sound, demuxer: 'mov' }])]
  const maps = ['-map', '0:v:0', ...(sound === null ? [] : ['-map', '1:a:0'])]
  await execute({ inputs, outputs: [{ path: target, options: [...maps, '-c', 'copy', ...bare, ...mp4Options(aigc)] }] }, watch)
}

/** The MP4 for a bulletin: the sound lasts exactly as long as the picture. */
export async function wrapTv(picture: Input, sound: string, target: string, aigc: AiLabel | null, watch: Watch): Promise<void> {
  const inputs: Input[] = [picture, { path: sound, demuxer: 'wav' }]
  const options = ['-map', '0:v:0', '-map', '[long]', '-c:v', 'copy', ...aac(192), '-shortest', ...bare, ...mp4Options(aigc)]
  await execute({ inputs, filters: [{ filter: 'apad', inputs: '1:a:0', outputs: 'long' }], outputs: [{ path: target, options }] }, watch)
}

/**
 * MXF OP1a with eight mono tracks of 24 bits: left, right, six silent ones; time code from 10:00:00:00. `madeAt` becomes the date inside,
 * which would be zero otherwise. MXF carries no AI label.
 */
export async function wrapXdcam(picture: Input, sound: string, target: string, madeAt: Date, watch: Watch): Promise<void> {
  const inputs: Input[] = [picture, { path: sound, demuxer: 'wav' }]
  const tracks = Array.from({ length: 8 }, (_, index) => `track${index}`)
  const maps = ['0:v:0', ...tracks.map((track) => `[${track}]`)].flatMap((one) => ['-map', one])
  const without = ['-map_metadata', '-1', '-map_chapters', '-1', '-sn', '-dn']
  const options = [
    ...maps,
    ...without,
    '-c:v',
    'copy',
    '-r',
    '25',
    '-c:a',
    'pcm_s24le',
    '-ar',
    '48000',
    '-shortest',
    '-metadata',
    `creation_time=${madeAt.toISOString()}`,
    '-timecode',
    '10:00:00:00',
    '-f',
    'mxf',
  ]
  await execute({ inputs, filters: eightTracks(tracks), outputs: [{ path: target, options }] }, watch)
}

function eightTracks(tracks: readonly string[]): Filter[] {
  const [left = '', right = '', ...silent] = tracks
  const quiet = silent.map((track): Filter => ({ filter: 'volume', options: '0', inputs: `${track}_in`, outputs: track }))
  return [
    { filter: 'apad', inputs: '1:a:0', outputs: 'long' },
    { filter: 'channelsplit', options: 'channel_layout=stereo', inputs: 'long', outputs: [left, 'second'] },
    { filter: 'asplit', options: String(silent.length + 1), inputs: 'second', outputs: [right, ...silent.map((track) => `${track}_in`)] },
    ...quiet,
  ]
}
