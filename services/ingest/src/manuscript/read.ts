import { Worker } from 'node:worker_threads'
import { Refusal } from '@kitchen/model'
import { refuse } from '../refusals.ts'
import type { Converted } from './convert.ts'
import type { Answer } from './worker.ts'

/** Milliseconds of reading; and of loading the program before, which a busy machine may need. */
const longest = 6_000
const loading = 30_000
const memory = { maxOldGenerationSizeMb: 512, stackSizeMb: 4 }

/**
 * Reads a manuscript in a thread of its own with a limit of time and memory, so that no file can hold up the kitchen. Throws a Refusal `ingest/…` or
 * `document/…` for everything that can't be read.
 */
export async function readManuscriptFile(bytes: Uint8Array, name: string): Promise<Converted> {
  const answer = await answerOf(
    new Worker(new URL('./worker.ts', import.meta.url), { workerData: { bytes, name }, resourceLimits: memory }),
  )
  if ('converted' in answer) return answer.converted
  const { code, ...text } = answer.refused
  throw new Refusal(code, text)
}

function answerOf(worker: Worker): Promise<Answer> {
  return new Promise<Answer>((resolve, reject) => {
    const tooHeavy = () => reject(refuse('ingest/too-heavy'))
    let timer = setTimeout(tooHeavy, loading)
    worker.on('message', (said: Answer | 'ready') => {
      clearTimeout(timer)
      if (said === 'ready') timer = setTimeout(tooHeavy, longest)
      else resolve(said)
    })
    worker.once('error', (trouble) => ('code' in trouble && trouble.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooHeavy() : reject(trouble)))
    worker.once('exit', () => {
      clearTimeout(timer)
      tooHeavy()
    })
  }).finally(() => void worker.terminate())
}
