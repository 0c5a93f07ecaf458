import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { openDiskStore } from '@kitchen/blob-store'
import { type Database, startDatabase } from '@kitchen/database'
import { testServer } from '@kitchen/database/testing'
import type { AssetId } from '@kitchen/model'
import { expect, test } from 'vitest'
import { makeFilm } from '../../../packages/media/test/making.ts'
import { migrations } from '../src/index.ts'
import { receive } from './bench.ts'

/** Milliseconds after the start of the process at which it is killed: while it takes jobs, opens the film, renders, wraps. */
const kills = [700, 1600, 3500]

test('killed again and again, a video is finished all the same: each recipe told once, no process and no scratch left', {
  timeout: 180_000,
}, async () => {
  const server = await testServer()
  const folder = await mkdtemp(join(tmpdir(), 'transcoding-kill-'))
  const database = await startDatabase({ folder: join(folder, 'observer'), url: server.value.url, migrations: [migrations] })
  const blobs = await openDiskStore(join(folder, 'blobs'))
  try {
    const asset = await receive(database.value, blobs, await makeFilm(join(folder, 'film.mp4'), { seconds: 3, size: '320x180' }), '640000')
    for (const after of kills) await killedAfter(after, server.value.url, folder)
    const last = start(server.value.url, folder)
    await finished(database.value)
    last.kill('SIGKILL')
    await once(last, 'exit')
    const recipes = await recipesTold(database.value, asset)
    expect(recipes).toEqual(['hls', 'mp4-1080p25.mp4', 'mp4-720.mp4', 'poster.jpg', 'preview.mp4', 'vertical.mp4', 'xdcam.mxf'])
    expect(await scratchOf(folder)).toEqual([])
    expect(await processesIn(folder)).toEqual([])
    expect(await readdir(join(folder, 'blobs', 'incoming'))).toEqual([])
  } finally {
    await database.stop()
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
})

function start(url: string, folder: string): ChildProcess {
  return spawn(process.execPath, [join(import.meta.dirname, 'victim.ts'), url, folder], { stdio: ['ignore', 'ignore', 'inherit'] })
}

async function killedAfter(milliseconds: number, url: string, folder: string): Promise<void> {
  const victim = start(url, folder)
  await delay(milliseconds)
  victim.kill('SIGKILL')
  await once(victim, 'exit')
}

async function finished(database: Database): Promise<void> {
  for (;;) {
    const { rows } = await database.system.query<{ state: string }>('select state from transcoding.job')
    if (rows.length === 2 && rows.every(({ state }) => state === 'done')) return
    if (rows.some(({ state }) => state === 'failed')) throw new Error('a job failed')
    await delay(100)
  }
}

async function recipesTold(database: Database, asset: AssetId): Promise<string[]> {
  const { rows } = await database.system.query<{ type: string; recipe: string }>(
    `select type, body->>'recipe' as recipe from journal.event where key = $1 and type <> 'asset.received'`,
    [asset],
  )
  expect(new Set(rows.map(({ type }) => type))).toEqual(new Set(['asset.rendered']))
  return rows.map(({ recipe }) => recipe).sort()
}

/** What lies in the scratch folders, but the empty folder of the last process. */
async function scratchOf(folder: string): Promise<string[]> {
  const all = await readdir(join(folder, 'scratch'), { recursive: true })
  return all.filter((name) => name.includes('/'))
}

async function processesIn(folder: string): Promise<string[]> {
  const found: string[] = []
  for (const name of (await readdir('/proc')).filter((one) => /^\d+$/.test(one) && Number(one) !== process.pid)) {
    const command = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '')
    if (command.includes(folder)) found.push(command)
  }
  return found
}
