import { spawn } from 'node:child_process'
import { bounded } from '@kitchen/media'
import type { Logger } from '@kitchen/runtime'
import sharp from 'sharp'
import type { PrintFile } from './package.ts'

/** Where the furniture of a page is, as shares of its height: all above `top` and below `foot`. */
export type Bands = { readonly top: number; readonly foot: number }
/** Draws the pages of one centre. The first centre's are drawn whole; of the others only the furniture is, which is all that differs. */
export type Previewer = (pdf: Buffer) => Promise<PrintFile[]>

const longSide = 1600

/** Previews of a story's pages for screens, by poppler's pdftoppm. Where it is missing or fails there are none, and the log says so once. */
export function createPreviewer(bands: readonly Bands[], logger: Logger): Previewer {
  let base: Promise<Raster[]> | undefined
  let quiet = false
  const draw = async (pdf: Buffer) => {
    if (base) return await Promise.all((await base).map((page, at) => withFurniture(pdf, page, at + 1, bands[at]!)))
    base = rasters(pdf, [])
    return await base
  }
  return async (pdf) => {
    try {
      if (!quiet) return await Promise.all((await draw(pdf)).map(pageFile))
    } catch (error) {
      quiet = true
      logger.warn({ part: 'print', error: String(error) }, 'pages have no previews: pdftoppm (poppler-utils) is missing or failed')
    }
    return []
  }
}

type Raster = { readonly width: number; readonly height: number; readonly pixels: Buffer }

/** The base page with the bands at its head and foot drawn from this PDF. */
async function withFurniture(pdf: Buffer, { width, height, pixels }: Raster, page: number, { top, foot }: Bands): Promise<Raster> {
  const [first, last] = [Math.ceil(top * height), Math.floor(foot * height)]
  const strip = async (from: number, to: number) =>
    (await rasters(pdf, ['-f', page, '-l', page, '-x', 0, '-y', from, '-W', width, '-H', to - from]))[0]!
  const [head, tail] = await Promise.all([strip(0, first), strip(last, height)])
  const row = width * 3
  return { width, height, pixels: Buffer.concat([head.pixels, pixels.subarray(first * row, last * row), tail.pixels]) }
}

async function rasters(pdf: Buffer, more: readonly (string | number)[]): Promise<Raster[]> {
  const drawn = await pipe('pdftoppm', ['-scale-to', longSide, ...more, '-'].map(String), pdf)
  const pages: Raster[] = []
  for (let at = 0; at < drawn.length; ) {
    const header = /^P6\n(\d+) (\d+)\n255\n/.exec(drawn.subarray(at, at + 40).toString('latin1'))
    if (!header) throw new Error('pdftoppm gave no picture')
    const [width, height, start] = [Number(header[1]), Number(header[2]), at + header[0].length]
    at = start + width * height * 3
    pages.push({ width, height, pixels: drawn.subarray(start, at) })
  }
  return pages
}

function pipe(program: string, parameters: readonly string[], input: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const [command, args] = bounded(program, parameters, { memoryBytes: 2 * 1024 ** 3, seconds: 30 })
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'], timeout: 30_000, killSignal: 'SIGKILL' })
    const pieces: Buffer[] = []
    child.stdout.on('data', (piece: Buffer) => pieces.push(piece))
    child.stdin.on('error', () => undefined) // it may end before it has read all; its exit tells
    child.once('error', reject)
    child.once('close', (code) => (code === 0 ? resolve(Buffer.concat(pieces)) : reject(new Error(`${program} ended with ${code}`))))
    child.stdin.end(input)
  })
}

async function pageFile({ width, height, pixels }: Raster, at: number): Promise<PrintFile> {
  const bytes = await sharp(pixels, { raw: { width, height, channels: 3 } })
    .webp({ quality: 82, effort: 0 })
    .toBuffer()
  return { path: `preview/page-${at + 1}.webp`, bytes, mediaType: 'image/webp' }
}
