import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeFilm } from '../../packages/media/test/making.ts'
import { redone, renderUnderFire } from '../../services/transcoding/test/long-job.ts'

test('killed 200 times at random, long jobs make no piece twice but those under way and leave nothing behind', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'long-job-'))
  try {
    const film = await makeFilm(join(folder, 'film.mp4'), { seconds: 150, size: '480x270' })
    const calm = await renderUnderFire({ film, folder: join(folder, 'calm'), kills: 0, keepScratch: true })
    const wanted = Number(process.env.KILLS ?? 200)
    let kills = 0
    for (let round = 0; kills < wanted; round++) {
      const place = join(folder, `round-${round}`)
      const told = await renderUnderFire({ film, folder: place, kills: Math.min(30, wanted - kills), keepScratch: true })
      expect(redone(told, availableParallelism())).toBe(0)
      expect([told.orphans, told.files]).toEqual([[], calm.files])
      kills += told.kills
      await rm(place, { recursive: true, force: true })
    }
    console.log(`  killed ${kills} times`)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
