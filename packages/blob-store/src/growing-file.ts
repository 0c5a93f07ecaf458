import { type FileHandle, open } from 'node:fs/promises'
import { giveBlock, inBlocks } from './blocks.ts'
import { type RunningHash, runningHash } from './hashing.ts'
import { issueReceipt, markOf, type Receipt, sameMark } from './receipt.ts'

/** A file that arrives in pieces and is hashed while it is written. */
export type GrowingFile = {
  /**
   * Writes the parts behind the first `at` bytes, which must be all that the file holds. Resolves with the new length once all is with the
   * operating system; when it rejects, the file holds a whole beginning of what came.
   */
  readonly append: (parts: AsyncIterable<Uint8Array>, at: number) => Promise<number>
  /** Syncs the file and says what it holds; undefined when not every byte of it went through here: then the file has to be read. */
  readonly receipt: () => Promise<Receipt | undefined>
  /** Lets go of the hash; the file stays. */
  readonly forget: () => void
}

type State = { hash: RunningHash | undefined; length: number; mark: Receipt['file'] | undefined }

/** Blocks of one file on their way to disk and hash. */
const underWay = 4

/** Begins with the file as it is, there already: an empty one is hashed from its first byte, any other gets no receipt. */
export function growingFile(path: string): GrowingFile {
  const state: State = { hash: undefined, length: 0, mark: undefined }
  return {
    append: async (parts, at) => {
      await meet(state, path, at)
      const handle = await open(path, 'r+')
      try {
        await drain(parts, blockWriter(state, handle))
      } finally {
        await handle.close()
        state.mark = await markOf(path)
      }
      return state.length
    },
    receipt: () => receiptOf(state, path),
    forget: () => spoil(state),
  }
}

/** Somebody else wrote, or there were bytes before us: what we have hashed is not the file. */
async function meet(state: State, path: string, at: number): Promise<void> {
  const mark = await markOf(path)
  if (mark.size !== BigInt(at)) throw new Error(`${path} holds ${mark.size} bytes, not ${at}`)
  if (state.mark === undefined && at === 0) state.hash = runningHash()
  else if (state.mark === undefined || !sameMark(state.mark, mark)) spoil(state)
  state.length = at
}

function spoil(state: State): void {
  state.hash?.forget()
  state.hash = undefined
}

async function receiptOf(state: State, path: string): Promise<Receipt | undefined> {
  const handle = await open(path, 'r')
  await handle.sync().finally(() => handle.close())
  const mark = await markOf(path)
  const { hash } = state
  if (hash === undefined || state.mark === undefined || !sameMark(state.mark, mark)) return undefined
  state.hash = undefined
  return hash.digest().then(
    (sha256) => issueReceipt(sha256, mark),
    () => undefined,
  )
}

type Writer = { readonly send: (block: Uint8Array) => Promise<void>; readonly end: () => Promise<void> }

/** Whatever ends the parts, what has come is written before this ends. */
async function drain(parts: AsyncIterable<Uint8Array>, writer: Writer): Promise<void> {
  try {
    for await (const block of inBlocks(parts)) await writer.send(block)
  } finally {
    await writer.end()
  }
}

/** One write after another, so that a failed one leaves no hole; hashing goes on beside. `send` waits while too many blocks are under way. */
function blockWriter(state: State, handle: FileHandle): Writer {
  const away: Promise<void>[] = []
  let written = Promise.resolve()
  const send = async (block: Uint8Array) => {
    written = written.then(() => writeAll(state, handle, block))
    const done = Promise.all([written, state.hash?.take(block).catch(() => spoil(state))]).then(() => giveBlock(block))
    done.catch(() => spoil(state)) // and heard by whoever waits next
    away.push(done)
    if (away.length >= underWay) await away.shift()
  }
  return { send, end: async () => void (await Promise.all(away)) }
}

async function writeAll(state: State, handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, state.length)
    done += bytesWritten
    state.length += bytesWritten
  }
}
