import { z } from 'zod'
import { refuse } from './refusals.ts'
import { ProcessFailure, run } from './run.ts'
import { ffprobePath, orMissing } from './tools.ts'

const tags = z.record(z.string(), z.string()).default({})
const number = z.coerce.number()
const stream = z.object({
  index: z.int(),
  codec_type: z.string().default('unknown'),
  codec_name: z.string().default('unknown'),
  profile: z.string().optional(),
  level: number.optional(),
  pix_fmt: z.string().optional(),
  width: z.int().optional(),
  height: z.int().optional(),
  avg_frame_rate: z.string().default('0/0'),
  sample_aspect_ratio: z.string().default('1:1'),
  color_transfer: z.string().optional(),
  field_order: z.string().default('progressive'),
  duration: number.optional(),
  bit_rate: number.optional(),
  channels: z.int().optional(),
  tags,
  disposition: z.object({ attached_pic: z.int().default(0) }).default({ attached_pic: 0 }),
  side_data_list: z.array(z.object({ rotation: number.optional() })).default([]),
})
const answer = z.object({
  streams: z.array(stream).default([]),
  format: z.object({ duration: number.optional(), bit_rate: number.optional(), tags }).default({ tags: {} }),
})
export type Stream = z.infer<typeof stream>

/** What ffprobe says about a local file. `video` is the first real picture (no cover art), `audio` the first sound. */
export type Probed = {
  readonly video: Stream | null
  readonly audio: Stream | null
  readonly streams: readonly Stream[]
  readonly durationMs: number
  readonly bitRate: number
  readonly tags: Record<string, string>
}

const probeMs = 8000
export const maxSide = 32_000
export const maxVideoPixels = 8192 * 4608

/** Options that every reading of a foreign file gets: this one demuxer, this one file, bounded pictures. */
export const safeInput = (demuxer: string): string[] => ['-protocol_whitelist', 'file', '-f', demuxer]

/** Reads the container. Refuses what is damaged (media/damaged), takes too long (media/too-slow), or when ffprobe is missing (media/tool-missing). */
export async function probeFile(path: string, demuxer: string): Promise<Probed> {
  const { format, streams } = answer.parse(JSON.parse(await ffprobe(path, demuxer, ['-show_streams', '-show_format'])))
  const video = streams.find((one) => one.codec_type === 'video' && one.disposition.attached_pic === 0) ?? null
  const audio = streams.find((one) => one.codec_type === 'audio') ?? null
  const seconds = format.duration ?? video?.duration ?? audio?.duration ?? 0
  return { video, audio, streams, durationMs: Math.round(seconds * 1000), bitRate: format.bit_rate ?? 0, tags: format.tags }
}

/** Times of the packets of the first picture in `interval` (ffprobe's -read_intervals), with whether each is a key frame. */
export async function packetsOf(path: string, demuxer: string, interval: string): Promise<{ seconds: number; key: boolean }[]> {
  const shown = ['-select_streams', 'v:0', '-show_entries', 'packet=pts_time,flags', '-read_intervals', interval]
  const packets = z.object({ packets: z.array(z.object({ pts_time: number.optional(), flags: z.string().default('') })).default([]) })
  const { packets: found } = packets.parse(JSON.parse(await ffprobe(path, demuxer, shown)))
  return found.map(({ pts_time, flags }) => ({ seconds: pts_time ?? 0, key: flags.startsWith('K') }))
}

async function ffprobe(path: string, demuxer: string, shown: readonly string[]): Promise<string> {
  const args = [
    '-v',
    'error',
    '-hide_banner',
    ...safeInput(demuxer),
    '-max_pixels',
    String(maxVideoPixels),
    '-of',
    'json',
    ...shown,
    '-i',
    `file:${path}`,
  ]
  const { stdout } = await run(ffprobePath(), args, { timeoutMs: probeMs, memoryBytes: 4 * 1024 ** 3 }).catch((trouble: unknown) => {
    throw refusalOf(trouble)
  })
  return stdout
}

function refusalOf(trouble: unknown): unknown {
  if (!(trouble instanceof ProcessFailure)) return trouble
  if (trouble.why === 'failed') return Object.assign(refuse('media/damaged'), { cause: trouble })
  return trouble.why === 'timeout' ? refuse('media/too-slow', { seconds: probeMs / 1000 }) : orMissing('ffprobe', trouble)
}
