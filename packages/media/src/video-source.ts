import { type Probed, packetsOf, probeFile, type Stream } from './ffprobe.ts'
import { refuse } from './refusals.ts'
import { signatureOf } from './signature.ts'
import { filters } from './tools.ts'

/** Frames a second as ffmpeg writes it. */
export type Rate = { readonly text: string; readonly value: number }
/** What the recipes need to know of a video. Sizes are upright. */
export type VideoSource = {
  readonly path: string
  readonly demuxer: string
  /** Index of the picture's stream. */
  readonly pictureIndex: number
  readonly width: number
  readonly height: number
  readonly seconds: number
  /** Rate of what is made for the web: the source's, at most 30. */
  readonly rate: Rate
  /** High dynamic range that this machine can bring down to the usual one. */
  readonly toneMapped: boolean
  readonly interlaced: 'top' | 'bottom' | null
  /** Number of sound tracks that make up the programme: 0, 1, or 2 mono ones. */
  readonly soundTracks: 0 | 1 | 2
  /** Can be played in a browser as it is, once repackaged. */
  readonly playable: boolean
}

const playableBits = 16_000_000
const playableGap = 4

/** Reads what the recipes need. Refuses as `probe` does. */
export async function openVideo(path: string): Promise<VideoSource> {
  const { demuxer } = await signatureOf(path)
  if (demuxer === null) throw refuse('media/no-picture')
  const found = await probeFile(path, demuxer)
  if (found.video === null) throw refuse('media/no-picture')
  const playable = isPlayable(found, found.video) && (await shortGaps(path, demuxer))
  return {
    path,
    demuxer,
    pictureIndex: found.video.index,
    ...uprightSize(found.video),
    seconds: found.durationMs / 1000,
    rate: webRate(found.video.avg_frame_rate),
    toneMapped: await canToneMap(found.video),
    interlaced: fieldOrder(found.video),
    soundTracks: soundTracks(found),
    playable,
  }
}

/** Width and height in square pixels, after the rotation that the file asks for. HDV and DV store narrower pixels than they show. */
export function uprightSize({ width: stored = 0, height = 0, sample_aspect_ratio, side_data_list }: Stream): {
  width: number
  height: number
} {
  const [across = 1, down = 1] = sample_aspect_ratio.split(':').map(Number)
  const width = across > 0 && down > 0 ? Math.round((stored * across) / down) : stored
  const turned = side_data_list.some(({ rotation }) => Math.abs(rotation ?? 0) % 180 === 90)
  return turned ? { width: height, height: width } : { width, height }
}

const rates: readonly Rate[] = [
  { text: '24000/1001', value: 24_000 / 1001 },
  { text: '24', value: 24 },
  { text: '25', value: 25 },
  { text: '30000/1001', value: 30_000 / 1001 },
  { text: '30', value: 30 },
]

/** The steady rate nearest to the source's: phones film at varying rates; 50 and 60 are halved. */
export function webRate(average: string): Rate {
  const [frames = 0, seconds = 0] = average.split('/').map(Number)
  const measured = seconds > 0 && frames > 0 ? frames / seconds : 25
  const wanted = measured > 40 ? measured / 2 : measured
  return rates.reduce((best, one) => (Math.abs(one.value - wanted) < Math.abs(best.value - wanted) ? one : best))
}

/** Transfer curves of HDR: HLG of phones and broadcast, PQ of Dolby Vision and HDR10. */
async function canToneMap({ color_transfer }: Stream): Promise<boolean> {
  if (color_transfer !== 'arib-std-b67' && color_transfer !== 'smpte2084') return false
  const have = await filters()
  return have.has('zscale') && have.has('tonemap')
}

function fieldOrder({ field_order }: Stream): VideoSource['interlaced'] {
  if (field_order === 'tt' || field_order === 'tb') return 'top'
  return field_order === 'bb' || field_order === 'bt' ? 'bottom' : null
}

function soundTracks({ streams }: Probed): VideoSource['soundTracks'] {
  const sounds = streams.filter((one) => one.codec_type === 'audio')
  if (sounds.length === 0) return 0
  return sounds.length >= 2 && sounds.slice(0, 2).every((one) => one.channels === 1) ? 2 : 1
}

function isPlayable({ bitRate, audio }: Probed, { codec_name, pix_fmt, field_order }: Stream): boolean {
  const picture = codec_name === 'h264' && (pix_fmt === 'yuv420p' || pix_fmt === 'yuvj420p') && field_order === 'progressive'
  return picture && bitRate > 0 && bitRate <= playableBits && (audio === null || audio.codec_name === 'aac')
}

/** Distance between key frames in the first seconds: a player can only jump to those. */
async function shortGaps(path: string, demuxer: string): Promise<boolean> {
  const packets = await packetsOf(path, demuxer, '%+10')
  const keys = packets.filter(({ key }) => key).map(({ seconds }) => seconds)
  const last = packets.reduce((latest, { seconds }) => Math.max(latest, seconds), 0)
  return keys.every((seconds, index) => (keys[index + 1] ?? last) - seconds <= playableGap)
}
