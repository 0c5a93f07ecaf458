import { Worker } from 'node:worker_threads'
import { type Sha256, sha256 as sha256Schema } from '@kitchen/model'
import type { Ask } from './hashing-thread.ts'

/** A SHA-256 that grows. Blocks are hashed in the order in which they were given; all fails once the thread has failed. */
export type RunningHash = {
  /** The block lies in shared memory and must not change until this resolves. */
  readonly take: (block: Uint8Array) => Promise<void>
  readonly digest: () => Promise<Sha256>
  readonly forget: () => void
}

type Waiting = { readonly resolve: (answer: string) => void; readonly reject: (cause: Error) => void }
type Thread = { readonly ask: (asked: Ask) => Promise<string>; readonly tell: (asked: Ask) => void }

let current: Thread | undefined
let streams = 0

/** Hashes in the process's one hashing thread, so that receiving, writing and hashing go on side by side. */
export function runningHash(): RunningHash {
  current ??= startThread(() => {
    current = undefined
  })
  const thread = current
  const stream = ++streams
  return {
    take: async (block) => void (await thread.ask({ ask: 'take', stream, block })),
    digest: async () => sha256Schema.parse(await thread.ask({ ask: 'tell', stream })),
    forget: () => thread.tell({ ask: 'forget', stream }),
  }
}

/** It answers in order, so a queue of those who wait is enough. It keeps the process alive only while somebody waits. */
function startThread(gone: () => void): Thread {
  const worker = new Worker(new URL('./hashing-thread.ts', import.meta.url))
  const waiting: Waiting[] = []
  let failure: Error | undefined
  const fail = (cause: Error) => {
    failure ??= cause
    gone()
    for (const { reject } of waiting.splice(0)) reject(failure)
  }
  worker.unref()
  worker.on('error', fail).on('exit', () => fail(new Error('the hashing thread has ended')))
  worker.on('message', (answer: string) => {
    waiting.shift()?.resolve(answer)
    if (waiting.length === 0) worker.unref()
  })
  const ask = (asked: Ask) =>
    new Promise<string>((resolve, reject) => {
      if (failure) return reject(failure)
      if (waiting.push({ resolve, reject }) === 1) worker.ref()
      worker.postMessage(asked)
    })
  return { ask, tell: (asked) => worker.postMessage(asked) }
}
