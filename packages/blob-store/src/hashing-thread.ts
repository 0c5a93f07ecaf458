import { createHash, type Hash } from 'node:crypto'
import { parentPort } from 'node:worker_threads'

/** What a hashing thread is asked: take a block of a stream, tell the hash of a stream and forget it, or only forget it (no answer). */
export type Ask =
  | { readonly ask: 'take'; readonly stream: number; readonly block: Uint8Array }
  | { readonly ask: 'tell'; readonly stream: number }
  | { readonly ask: 'forget'; readonly stream: number }

const hashes = new Map<number, Hash>()

parentPort?.on('message', (asked: Ask) => {
  if (asked.ask !== 'take') return end(asked)
  const hash = hashes.get(asked.stream) ?? createHash('sha256')
  hashes.set(asked.stream, hash)
  hash.update(asked.block)
  parentPort?.postMessage('')
})

function end({ ask, stream }: Ask): void {
  const hash = hashes.get(stream) ?? createHash('sha256')
  hashes.delete(stream)
  if (ask === 'tell') parentPort?.postMessage(hash.digest('hex'))
}
