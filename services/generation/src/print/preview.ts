import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Logger } from '@kitchen/runtime'
import type { PrintFile } from './package.ts'

const run = promisify(execFile)
const longSide = 1600

/** Draws pages for screens by poppler's pdftoppm; where it is missing there are no previews, said once in the log. */
export type Previewer = { readonly preview: (pdf: Buffer, pages: number) => Promise<PrintFile[]> }

export function createPreviewer(folder: string, logger: Logger): Previewer {
  let missing = false
  return {
    preview: async (pdf, pages) => {
      if (missing) return []
      try {
        return await draw(folder, pdf, pages)
      } catch (error) {
        missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
        logger.warn(
          { part: 'print', error: String(error) },
          missing ? 'pdftoppm is not installed: pages have no previews' : 'a preview could not be drawn',
        )
        return []
      }
    },
  }
}

async function draw(folder: string, pdf: Buffer, pages: number): Promise<PrintFile[]> {
  const own = await mkdtemp(join(folder, 'preview-'))
  try {
    const file = join(own, `${randomUUID()}.pdf`)
    await writeFile(file, pdf)
    await run('pdftoppm', ['-png', '-scale-to', String(longSide), '-cropbox', file, join(own, 'page')], { timeout: 30_000 })
    return await Promise.all(Array.from({ length: pages }, (_, at) => pageFile(own, at + 1, pages)))
  } finally {
    await rm(own, { recursive: true, force: true })
  }
}

async function pageFile(own: string, page: number, pages: number): Promise<PrintFile> {
  const digits = String(page).padStart(String(pages).length, '0')
  return { path: `preview/page-${page}.png`, bytes: await readFile(join(own, `page-${digits}.png`)), mediaType: 'image/png' }
}
