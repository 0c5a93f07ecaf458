import createCommand, { type FfmpegCommand, type FilterSpecification } from 'fluent-ffmpeg'
import { safeInput } from './ffprobe.ts'
import { refuse } from './refusals.ts'
import { ProcessFailure, type Progress, type Ran, run } from './run.ts'
import { ffmpegPath, orMissing } from './tools.ts'

export type Filter = FilterSpecification
/** A local file that is read: `demuxer` is forced. `seconds` bounds what is read: from where, and how much. */
export type Input = {
  readonly path: string
  readonly demuxer: string
  readonly seconds?: { readonly from: number; readonly length?: number }
  readonly options?: readonly string[]
}
export type Output = { readonly path: string; readonly options: readonly string[] }
export type Recipe = {
  readonly inputs: readonly Input[]
  readonly filters?: readonly Filter[]
  readonly outputs: readonly Output[]
  readonly loglevel?: 'warning' | 'info'
}
export type Watch = {
  readonly timeoutMs: number
  readonly onProgress?: (progress: Progress) => void
  readonly signal?: AbortSignal | undefined
  readonly niceness?: number
  readonly cwd?: string
}

/** Nothing of the source's metadata, chapters, subtitles and data goes along, whatever the recipe; same input, same bytes. */
export const bare = [
  '-map_metadata',
  '-1',
  '-map_chapters',
  '-1',
  '-sn',
  '-dn',
  '-fflags',
  '+bitexact',
  '-flags:v',
  '+bitexact',
  '-flags:a',
  '+bitexact',
]

/**
 * Arguments of one ffmpeg run, put together by fluent-ffmpeg, which serves as the builder of arguments and filters alone: the process
 * belongs to `run`. Options are given as separate words, so that none is split at a space.
 */
function argumentsOf({ inputs, filters = [], outputs, loglevel = 'warning' }: Recipe): string[] {
  const command = createCommand()
  for (const { path, demuxer, seconds, options = [] } of inputs) {
    command.input(`file:${path}`).inputOptions(...pair([...safeInput(demuxer), ...window(seconds), ...options]))
  }
  if (filters.length > 0) command.complexFilter([...filters])
  for (const { path, options } of outputs) command.output(path).outputOptions(...pair(options))
  const built = command as FfmpegCommand & { readonly _getArguments: () => string[] } // not in its types: the one place that uses it
  return ['-nostdin', '-hide_banner', '-nostats', '-loglevel', loglevel, '-progress', 'pipe:1', ...built._getArguments(), '-y']
}

/** With two words or more fluent-ffmpeg takes them as they are. */
function pair(words: readonly string[]): [string, string, ...string[]] {
  const [first = '-hide_banner', second, ...rest] = words
  if (second === undefined) throw new Error('options come as words, at least two')
  return [first, second, ...rest]
}

function window(seconds: Input['seconds']): string[] {
  if (!seconds) return []
  const length = seconds.length === undefined ? [] : ['-t', seconds.length.toFixed(6)]
  return ['-ss', seconds.from.toFixed(6), ...length]
}

/** Runs a recipe. An ffmpeg that fails on a foreign file means the file is bad: Refusal media/damaged, with what ffmpeg said as its cause. */
export async function execute(recipe: Recipe, watch: Watch): Promise<Ran> {
  const progress = watch.onProgress ?? (() => {})
  return run(ffmpegPath(), argumentsOf(recipe), { ...watch, onProgress: progress }).catch((trouble: unknown) => {
    if (trouble instanceof ProcessFailure && trouble.why === 'failed') throw Object.assign(refuse('media/damaged'), { cause: trouble })
    if (trouble instanceof ProcessFailure && trouble.why === 'timeout')
      throw Object.assign(refuse('media/too-slow', { seconds: Math.round(watch.timeoutMs / 1000) }), { cause: trouble })
    throw orMissing('ffmpeg', trouble)
  })
}
