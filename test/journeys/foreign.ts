import { execFile, execFileSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { test } from 'vitest'

/** Programs that are not ours and that judge what we make. */
export type Foreign = 'pdfinfo' | 'pdffonts' | 'qpdf' | 'gs' | 'mediainfo' | 'ffmpeg' | 'exiftool' | 'java 17' | 'feedparser'

const run = promisify(execFile)

/** What a program says on its output, or beside it (`stderr`). Throws when it ends with an error. */
export async function says(program: string, words: readonly string[], on: 'stdout' | 'stderr' = 'stdout'): Promise<string> {
  return (await run(program, [...words], { maxBuffer: 64 * 1024 * 1024, timeout: 120_000 }))[on]
}

/** A test by foreign programs. Where one is missing it is skipped loudly: its name says which, and so does a warning. */
export function judge(name: string, programs: readonly Foreign[], body: () => Promise<void>): void {
  const missing = programs.filter((program) => !isThere(program))
  if (missing.length > 0) console.warn(`  JOURNEY NOT PROVED: ${name}. Missing here: ${missing.join(', ')}`)
  test.skipIf(missing.length > 0)(missing.length > 0 ? `${name} (skipped: no ${missing.join(', no ')})` : name, body)
}

function isThere(program: Foreign): boolean {
  if (program === 'java 17') return javaVersion() >= 17
  if (program === 'feedparser') return feedparserPython() !== undefined
  return onPath(program) !== undefined
}

/** The Python that has feedparser: the first on the path, or the system's. */
export function feedparserPython(): string | undefined {
  return ['python3', '/usr/bin/python3'].find((python) => {
    try {
      execFileSync(python, ['-c', 'import feedparser'], { stdio: 'ignore' })
      return true
    } catch {
      return false
    }
  })
}

function javaVersion(): number {
  const java = onPath('java')
  if (!java) return 0
  const told = execFileSync(java, ['--version'], { encoding: 'utf8' })
  return Number(/\b(\d+)\.\d/.exec(told)?.[1] ?? 0)
}

function onPath(program: string): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK)
        return true
      } catch {
        return false
      }
    })
}
