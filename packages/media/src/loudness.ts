import { execute, type Filter, type Input, type Watch } from './command.ts'

/** Integrated loudness in LUFS (EBU R 128, which GY/T 377 follows) and true peak in dBTP. */
export type Loudness = { readonly integrated: number; readonly peak: number }
export type Target = { readonly lufs: number; readonly peak: number }
export const targets = { tv: { lufs: -24, peak: -2 }, web: { lufs: -16, peak: -1.5 } } as const satisfies Record<string, Target>

const silence = -60
const mostGain = 30
const tolerance = 0.2

/** The programme of a source as 48 kHz stereo: two mono tracks of a camera become left and right. Missing beginnings are filled with silence. */
export function programme(soundTracks: 1 | 2, output: string): Filter[] {
  const joined: Filter[] =
    soundTracks === 2 ? [{ filter: 'amerge', options: { inputs: 2 }, inputs: ['0:a:0', '0:a:1'], outputs: 'joined' }] : []
  return [
    ...joined,
    { filter: 'aresample', options: 'async=1:first_pts=0', inputs: soundTracks === 2 ? 'joined' : '0:a:0', outputs: 'even' },
    { filter: 'aformat', options: 'sample_fmts=fltp:sample_rates=48000:channel_layouts=stereo', inputs: 'even', outputs: output },
  ]
}

/**
 * Filters that bring the programme to the target: one steady gain and, only where peaks would pass the ceiling, a limiter at four times the
 * sampling rate. Silence stays silence. With a limiter the result is measured and the gain mended once.
 */
export async function levelled(
  input: Input,
  soundTracks: 1 | 2,
  found: Loudness,
  target: Target,
  watch: Watch,
): Promise<readonly string[]> {
  if (found.integrated <= silence) return ['anull']
  const gain = Math.min(mostGain, target.lufs - found.integrated)
  const first = levelChain(found, gain, target)
  if (found.peak + gain <= target.peak) return first
  const reached = await measure(input, soundTracks, first, watch)
  const missing = target.lufs - reached.integrated
  return Math.abs(missing) <= tolerance ? first : levelChain(found, Math.min(mostGain, gain + missing), target)
}

function levelChain({ peak }: Loudness, gain: number, target: Target): string[] {
  const raised = `volume=${gain.toFixed(2)}dB`
  if (peak + gain <= target.peak) return [raised]
  const ceiling = 10 ** ((target.peak - 0.3) / 20)
  return [raised, 'aresample=192000', `alimiter=level=false:limit=${ceiling.toFixed(4)}:attack=5:release=60`, 'aresample=48000']
}

/** One pass over the sound alone, about 0.3 CPU seconds a minute. */
export async function measure(input: Input, soundTracks: 1 | 2, chain: readonly string[], watch: Watch): Promise<Loudness> {
  const filters: Filter[] = [
    ...programme(soundTracks, 'programme'),
    ...inRow(chain, 'programme', 'level'),
    { filter: 'ebur128', options: { peak: 'true' }, inputs: 'level', outputs: 'measured' },
  ]
  const { stderr } = await execute(
    {
      inputs: [{ ...input, options: ['-vn', ...threads] }],
      filters,
      loglevel: 'info',
      outputs: [{ path: '-', options: ['-map', '[measured]', '-f', 'null'] }],
    },
    watch,
  )
  const at = stderr.lastIndexOf('Summary:')
  if (at < 0) throw new Error('ffmpeg measured no loudness')
  const summary = stderr.slice(at)
  const read = (pattern: RegExp) => Number(pattern.exec(summary)?.[1] ?? Number.NEGATIVE_INFINITY)
  return { integrated: read(/I:\s+(-?[\d.]+) LUFS/), peak: read(/Peak:\s+(-?[\d.]+) dBFS/) }
}
const threads = ['-threads', '1']

/** Single filters written as text, one after the other. */
export function inRow(chain: readonly string[], input: string, output: string): Filter[] {
  return chain.map((text, index) => {
    const [filter = '', options] = text.split(/=(.*)/s)
    const last = index === chain.length - 1
    return {
      filter,
      ...(options ? { options } : {}),
      inputs: index === 0 ? input : `${output}${index}`,
      outputs: last ? output : `${output}${index + 1}`,
    }
  })
}
