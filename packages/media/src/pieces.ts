import { writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { execute, type Input, type Watch } from './command.ts'
import { once } from './milestone.ts'
import { keySeconds, type Picture, type Piece, pictureRecipe } from './pictures.ts'
import { settled } from './settled.ts'
import type { VideoSource } from './video-source.ts'

const shortSeconds = 20
const pieceSeconds = 10
const largePieceSeconds = 5

/**
 * The pieces that a source is worked in. Short: one, with all cores in one ffmpeg. Longer: pieces of about 10 s (5 s for UHD) that begin at key
 * frames of the web rungs, one thread each, as many at a time as there are cores.
 */
function piecesOf(source: VideoSource): Piece[] {
  if (source.seconds < shortSeconds) return [{ from: 0, length: null, threads: 0 }]
  const gap = Math.round(source.rate.value * keySeconds) / source.rate.value
  const wanted = Math.max(source.width, source.height) > 2000 ? largePieceSeconds : pieceSeconds
  const step = Math.max(1, Math.round(wanted / gap)) * gap
  const count = Math.max(1, Math.floor(source.seconds / step + 0.5))
  return Array.from({ length: count }, (_, index) => ({ from: index * step, length: index === count - 1 ? null : step, threads: 1 }))
}

/**
 * Makes the pictures piece by piece; a piece that lies in the folder whole, from an attempt that was killed or stopped, is not made again. Answers how to read each picture as a whole: an input for ffmpeg, by name. `onSeconds` tells how much is done.
 */
export async function renderPieces(
  source: VideoSource,
  pictures: readonly Picture[],
  folder: string,
  watch: Watch,
  onSeconds: (seconds: number) => void,
): Promise<ReadonlyMap<string, Input>> {
  const pieces = piecesOf(source)
  const seconds = pieces.map(() => 0)
  const waiting = [...pieces.entries()]
  const giveUp = new AbortController() // one bad piece ends the others
  const signal = AbortSignal.any([giveUp.signal, ...(watch.signal ? [watch.signal] : [])])
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, piece] = next
      const tell = (done: number) => {
        seconds[index] = done
        onSeconds(seconds.reduce((sum, one) => sum + one, 0))
      }
      await renderPiece(source, pictures, join(folder, `piece-${index}`), piece, { ...watch, signal }, tell)
    }
  }
  let cause: unknown
  const give = (error: unknown) => {
    cause ??= error // not the echo of those that it ended
    giveUp.abort()
    throw cause
  }
  await settled(Array.from({ length: Math.min(availableParallelism(), pieces.length) }, () => work().catch(give)))
  return joined(pictures, pieces, folder)
}

async function renderPiece(
  source: VideoSource,
  pictures: readonly Picture[],
  folder: string,
  piece: Piece,
  watch: Watch,
  tell: (seconds: number) => void,
): Promise<void> {
  const names = pictures.map(({ name }) => name)
  const made = await once(folder, names, async (fresh) => {
    await execute(pictureRecipe(source, pictures, fresh, piece), { ...watch, onProgress: ({ outTimeMs }) => tell(outTimeMs / 1000) })
  })
  if (!made) tell(piece.length ?? source.seconds - piece.from)
}

/** A list for ffmpeg's concat reader: the pieces are copied one after the other, never encoded again. */
async function joined(pictures: readonly Picture[], pieces: readonly Piece[], folder: string): Promise<ReadonlyMap<string, Input>> {
  const inputs = new Map<string, Input>()
  for (const { name, extension, rate } of pictures) {
    const path = join(folder, `${name}.ffconcat`)
    const lines = pieces.map(
      ({ from, length }, index) =>
        `file 'piece-${index}/${name}.${extension}'\n${length === null ? '' : `duration ${durationOf(from, length, rate)}\n`}`,
    )
    await writeFile(path, `ffconcat version 1.0\n${lines.join('')}`)
    inputs.set(name, { path, demuxer: 'concat' })
  }
  return inputs
}

const durationOf = (from: number, length: number, rate: number) =>
  ((Math.round((from + length) * rate) - Math.round(from * rate)) / rate).toFixed(6)
