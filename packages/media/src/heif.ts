import { join } from 'node:path'
import { z } from 'zod'
import { refuse } from './refusals.ts'
import { ProcessFailure, run } from './run.ts'

const opened = z.object({ width: z.int(), height: z.int(), aigc: z.record(z.string(), z.string()).nullable() })
const no = z.union([z.object({ no: z.literal('damaged') }), z.object({ no: z.literal('pixels'), megapixels: z.int(), limit: z.int() })])
const answer = z.union([opened, no])
export type HeifAnswer = z.infer<typeof answer>

/** `look`: only to see whether it is sound; a very large one is then not decoded. `seconds` of processor time. */
type How = { readonly seconds: number; readonly target: string } | { readonly seconds: number; readonly look: true }

/**
 * Opens a HEIC photograph as phones write it, by libheif and libde265 compiled to WebAssembly, in a process of its own with bounds of time and
 * memory. Answers its upright size and AI label; with `target` (a .tif) it is written there, upright, in its own colours with their profile and
 * nothing else of its metadata. Throws a Refusal when it is damaged, too large or takes too long.
 */
export async function openHeif(path: string, how: How): Promise<z.infer<typeof opened>> {
  const program = join(import.meta.dirname, 'heif-process.ts')
  const args = [program, path, 'target' in how ? how.target : '']
  const bounds = { timeoutMs: how.seconds * 6000, cpuSeconds: how.seconds, memoryBytes: 3 * 1024 ** 3 }
  const { stdout } = await run(process.execPath, args, bounds).catch((trouble: unknown) => {
    throw refusalOf(trouble, how.seconds)
  })
  const told = answer.parse(JSON.parse(stdout))
  if (!('no' in told)) return told
  throw told.no === 'damaged'
    ? refuse('media/damaged')
    : refuse('media/too-many-pixels', { megapixels: told.megapixels, limit: told.limit })
}

function refusalOf(trouble: unknown, seconds: number): unknown {
  if (!(trouble instanceof ProcessFailure) || trouble.why === 'stopped' || trouble.why === 'missing') return trouble
  return Object.assign(trouble.why === 'timeout' ? refuse('media/too-slow', { seconds }) : refuse('media/damaged'), { cause: trouble })
}
