/** Large enough that a write and a message to the hashing thread cost little, small enough that a hundred slow phones cost 50 MB. */
const blockBytes = 512 * 1024
const spareBlocks = 16
const spare: Uint8Array[] = []

/**
 * The same bytes in blocks of shared memory, 512 KiB each but for the last, which may be written and hashed by several threads at once. Parts that lie in
 * shared memory already pass as they are. When the parts fail, what had come is given before the failure is. `consume`: nobody else holds the parts, so their
 * memory is given back as soon as it is copied.
 */
export async function* inBlocks(parts: AsyncIterable<Uint8Array>, how?: { readonly consume: boolean }): AsyncGenerator<Uint8Array> {
  let failure: { readonly cause: unknown } | undefined
  let [block, used] = [takeBlock(), 0]
  try {
    for await (const part of parts) {
      if (isShared(part) && used === 0) {
        yield part
        continue
      }
      for (let from = 0; from < part.length; ) {
        const piece = part.subarray(from, from + blockBytes - used)
        block.set(piece, used)
        from += piece.length
        used += piece.length
        if (used < blockBytes) continue
        yield block
        ;[block, used] = [takeBlock(), 0]
      }
      if (how?.consume) release(part)
    }
  } catch (cause) {
    failure = { cause }
  }
  if (used > 0) yield block.subarray(0, used)
  else giveBlock(block)
  if (failure) throw failure.cause
}

/**
 * Left to the collector, a gigabyte of parts makes it walk the whole heap thirty times, which costs as much as all the rest. Small buffers may be cut from a pool
 * that others use, so only one that owns its memory goes.
 */
function release({ buffer, byteLength }: Uint8Array): void {
  if (byteLength > 16_384 && byteLength === buffer.byteLength && buffer instanceof ArrayBuffer) buffer.transfer(0)
}

/** A block that nobody looks at any more is used again, by whichever file comes next. */
export function giveBlock(part: Uint8Array): void {
  if (spare.length < spareBlocks && isShared(part) && part.buffer.byteLength === blockBytes) spare.push(new Uint8Array(part.buffer))
}

const takeBlock = (): Uint8Array => spare.pop() ?? new Uint8Array(new SharedArrayBuffer(blockBytes))
const isShared = (part: Uint8Array): boolean => part.buffer instanceof SharedArrayBuffer
