import { refuse } from './refusals.ts'
import { ProcessFailure, run } from './run.ts'

/** The program to start: FFMPEG_PATH and FFPROBE_PATH name others than those on the PATH. */
export const ffmpegPath = (): string => process.env.FFMPEG_PATH || 'ffmpeg'
export const ffprobePath = (): string => process.env.FFPROBE_PATH || 'ffprobe'

/** Names of the encoders of this machine's ffmpeg. Throws Refusal media/tool-missing without an ffmpeg. */
export const encoders = remembered(() => listed('-encoders', /^ [VAS][A-Z.]{5} (\S+)/gm))
/** Names of its filters. */
export const filters = remembered(() => listed('-filters', /^ [T.][S.][C.] (\S+)/gm))

/** Refuses with media/encoder-missing when one of the encoders is not there. */
export async function demandEncoders(...names: readonly string[]): Promise<void> {
  const have = await encoders()
  for (const encoder of names) if (!have.has(encoder)) throw refuse('media/encoder-missing', { encoder })
}

/** A missing program as a refusal; anything else as it is. */
export function orMissing(tool: string, trouble: unknown): unknown {
  return trouble instanceof ProcessFailure && trouble.why === 'missing' ? refuse('media/tool-missing', { tool }) : trouble
}

function remembered<T>(ask: () => Promise<T>): () => Promise<T> {
  let known: Promise<T> | undefined
  return () => {
    known ??= ask().catch((trouble: unknown) => {
      known = undefined // it may be installed meanwhile
      throw trouble
    })
    return known
  }
}

async function listed(what: '-encoders' | '-filters', line: RegExp): Promise<ReadonlySet<string>> {
  const { stdout } = await run(ffmpegPath(), ['-hide_banner', what], { timeoutMs: 10_000 }).catch((trouble: unknown) => {
    throw orMissing('ffmpeg', trouble)
  })
  return new Set([...stdout.matchAll(line)].map(([, name]) => name!))
}
