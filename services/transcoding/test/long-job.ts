import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { appendFile, chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { ffmpegPath } from '@kitchen/media'

export type Told = {
  readonly kills: number
  readonly begun: readonly string[]
  readonly files: readonly string[]
  readonly orphans: readonly string[]
}
type Killing = { readonly film: string; readonly folder: string; readonly kills: number; readonly keepScratch: boolean }

/**
 * Renders a film in a process that is killed again and again at random, until it is through. Tells every piece that an ffmpeg began, the files that
 * were kept, and what was left in the scratch folder.
 */
export async function renderUnderFire({ film, folder, kills, keepScratch }: Killing): Promise<Told> {
  const [scratch, kept, log] = [join(folder, 'scratch'), join(folder, 'kept'), join(folder, 'begun.log')]
  for (const made of [scratch, kept]) await mkdir(made, { recursive: true })
  await writeFile(log, '')
  const spy = await spyingFfmpeg(folder, log)
  const start = () =>
    spawn(process.execPath, [join(import.meta.dirname, 'long-victim.ts'), film, scratch, kept, String(keepScratch)], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, FFMPEG_PATH: spy },
    })
  const done = await untilThrough(start, kills, log)
  const begun = (await readFile(log, 'utf8')).split('\n').filter(Boolean)
  return { kills: done, begun, files: await hashesOf(kept), orphans: await readdir(scratch) }
}

/** Each kill comes at a random moment after the next piece was begun. */
async function untilThrough(start: () => ChildProcess, kills: number, log: string): Promise<number> {
  for (let killed = 0; ; ) {
    const victim = start()
    const ended = once(victim, 'exit') as Promise<[number | null]>
    const before = (await stat(log)).size
    const hit = killed < kills && (await begins(log, before, ended))
    if (hit) {
      await Promise.race([delay(Math.random() * 250), ended])
      victim.kill('SIGKILL')
    }
    const [code] = await ended
    if (code === 0) return killed
    if (!hit) throw new Error(`the work ended with ${code}`)
    killed += 1
    await appendFile(log, 'killed\n')
  }
}

async function begins(log: string, before: number, ended: Promise<unknown>): Promise<boolean> {
  let over = false
  void ended.then(() => {
    over = true
  })
  while (!over && (await stat(log)).size === before) await delay(20)
  return !over
}

/** An ffmpeg that writes down which piece it begins. */
async function spyingFfmpeg(folder: string, log: string): Promise<string> {
  const path = join(folder, 'ffmpeg')
  const script = `#!/bin/sh\nfor word in "$@"; do case "$word" in */piece-*/web-*) echo "$word" | sed 's|.*/\\(piece-[0-9]*\\).*|\\1|' >> '${log}'; break;; esac; done\nexec ${ffmpegPath()} "$@"\n`
  await writeFile(path, script)
  await chmod(path, 0o755)
  return path
}

async function hashesOf(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).sort()
  return Promise.all(
    names.map(
      async (name) =>
        `${name} ${createHash('sha256')
          .update(await readFile(join(folder, name)))
          .digest('hex')}`,
    ),
  )
}

/** Pieces that were begun again though an attempt before had not been killed while it made them: more than the kills can explain. */
export function redone({ begun, kills }: Told, cores: number): number {
  const pieces = begun.filter((line) => line !== 'killed')
  return Math.max(0, pieces.length - new Set(pieces).size - kills * cores)
}
