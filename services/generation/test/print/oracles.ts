import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decodePDFRawStream, PDFArray, PDFDocument, PDFRawStream } from 'pdf-lib'

/** Whether a program can be run; a test that needs it is skipped by name where not. */
export function has(program: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' })
    return true
  } catch {
    console.warn(`\nNOT PROVED: a print oracle. Missing here: ${program}\n`)
    return false
  }
}

/** Runs a program on a file with these bytes; `out` in the parameters is a second file, whose bytes are answered when it is named. */
export function inspect(
  program: string,
  pdf: Uint8Array,
  parameters: (file: string, out: string) => readonly string[],
): { said: string; made: () => Buffer } {
  const folder = mkdtempSync(join(tmpdir(), 'print-oracle-'))
  const [file, out] = [join(folder, 'page.pdf'), join(folder, 'out')]
  try {
    writeFileSync(file, pdf)
    const said = execFileSync(program, [...parameters(file, out)], { encoding: 'utf8', maxBuffer: 1e9, stdio: ['ignore', 'pipe', 'pipe'] })
    let made: Buffer | undefined
    try {
      made = readFileSync(out)
    } catch {}
    return { said, made: () => made ?? Buffer.alloc(0) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Operators of the pages' content that name a colour in anything but CMYK. */
export async function foreignColours(pdf: Uint8Array): Promise<string[]> {
  const loaded = await PDFDocument.load(pdf)
  const streams = loaded.getPages().flatMap(({ node }) => {
    const contents = node.Contents()
    return contents instanceof PDFArray ? contents.asArray().map((one) => loaded.context.lookup(one)) : [contents]
  })
  const drawn = streams.map((stream) =>
    stream instanceof PDFRawStream ? Buffer.from(decodePDFRawStream(stream).decode()).toString('latin1') : '',
  )
  return drawn.flatMap((text) => [...text.matchAll(/(?:^|\s)(rg|RG|g|G|cs|CS|sc|SC|scn|SCN)(?=\s|$)/gm)].map(([, operator]) => operator!))
}

/** The greatest sum of inks of a pixel of the page as Ghostscript separates it, in percent. */
export function greatestInk(pdf: Uint8Array): number {
  const parameters = ['-q', '-dBATCH', '-dNOPAUSE', '-dSAFER', '-sDEVICE=bitcmyk', '-dGrayValues=256', '-r72']
  const inks = inspect('gs', pdf, (file, out) => [...parameters, `-sOutputFile=${out}`, file]).made()
  let most = 0
  for (let at = 0; at + 3 < inks.length; at += 4) most = Math.max(most, inks[at]! + inks[at + 1]! + inks[at + 2]! + inks[at + 3]!)
  return most / 2.55
}
