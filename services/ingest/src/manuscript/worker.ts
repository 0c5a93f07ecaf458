import { parentPort, workerData } from 'node:worker_threads'
import { Refusal } from '@kitchen/model'
import { refuse } from '../refusals.ts'
import { type Converted, convertManuscript } from './convert.ts'

/** First `ready` (everything is loaded: from here on the time counts), then what the worker answers: a manuscript, or a refusal in its parts (an Error loses its fields on the way between threads). */
export type Answer = { readonly converted: Converted } | { readonly refused: Pick<Refusal, 'code' | 'status' | 'says' | 'next'> }

/** One manuscript per worker: whatever it did to the heap or the stack ends with it. */
async function answer({ bytes, name }: { bytes: Uint8Array; name: string }): Promise<Answer> {
  try {
    return { converted: await convertManuscript(bytes, name) }
  } catch (error) {
    const { code, status, says, next } =
      error instanceof Refusal ? error : refuse(error instanceof RangeError ? 'ingest/too-deep' : 'ingest/damaged')
    return { refused: { code, status, says, next } }
  }
}

parentPort?.postMessage('ready')
parentPort?.postMessage(await answer(workerData))
