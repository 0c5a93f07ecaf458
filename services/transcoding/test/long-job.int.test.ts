import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeFilm } from '../../../packages/media/test/making.ts'
import { redone, renderUnderFire } from './long-job.ts'

let folder: string
let film: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'long-job-'))
  film = await makeFilm(join(folder, 'film.mp4'), { seconds: 32, size: '320x180' })
})
afterAll(() => rm(folder, { recursive: true, force: true }))
const cores = availableParallelism()

test('a long job that is killed again and again makes no piece twice but those under way, leaves nothing, and its result is the same', {
  timeout: 120_000,
}, async () => {
  const calm = await renderUnderFire({ film, folder: join(folder, 'calm'), kills: 0, keepScratch: true })
  const under = await renderUnderFire({ film, folder: join(folder, 'under'), kills: 4, keepScratch: true })
  expect(under.kills).toBeGreaterThanOrEqual(2)
  expect(redone(under, cores)).toBe(0)
  expect(under.orphans).toEqual([])
  expect(under.files).toEqual(calm.files)
})

test('known-bad twin: a scratch folder that is named by its process begins anew each time, and leaves orphans', {
  timeout: 120_000,
}, async () => {
  const twin = await renderUnderFire({ film, folder: join(folder, 'twin'), kills: 2, keepScratch: false })
  expect(twin.orphans.length).toBe(twin.kills)
})
