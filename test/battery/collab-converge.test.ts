import { expect, test } from 'vitest'
import { startAuthority } from '../../packages/document/src/authority/index.ts'
import { assault } from '../../packages/document/test/live/hostile.ts'
import { broken, doubled, lost, play } from '../../packages/document/test/live/world.ts'
import { everything } from '../../packages/document/test/stories.ts'

const seeds = Number(process.env.SEEDS ?? 5_000)

test(`${seeds} schedules of 2 to 50 people with drop, double, reorder, reconnect, reload and restart end in one valid document`, () => {
  let [typed, gone, twice] = [0, 0, 0]
  for (let seed = 1; seed <= seeds; seed++) {
    const crowd = seed % 50 === 0
    const outcome = play(crowd ? { seed, people: 10 + (seed % 41), ticks: 400 } : { seed })
    expect(broken(outcome), `seed ${seed}`).toEqual([])
    typed += outcome.writers.reduce((sum, one) => sum + one.typed.size, 0)
    gone += lost(outcome).length
    twice += doubled(outcome).length
  }
  console.info(`${typed} letters typed; ${gone} gone that nobody who saw them took away; ${twice} there twice`)
  expect(gone / typed).toBeLessThan(0.001)
})

test('whoever only adds loses nothing', () => {
  for (let seed = 1; seed <= seeds / 5; seed++) expect(lost(play({ seed, gentle: true })), `seed ${seed}`).toEqual([])
})

test('40,000 forged commits: no crash, the document valid after each', () => {
  const rounds = Array.from({ length: 20 }, (_, index) => assault(startAuthority(everything), 100 + index, 2_000))
  const all = rounds.flatMap(({ answers }) => Object.entries(answers))
  console.info(
    JSON.stringify(
      Object.fromEntries(
        Map.groupBy(all, ([name]) => name)
          .entries()
          .map(([name, counts]) => [name, counts.reduce((sum, [, count]) => sum + count, 0)]),
      ),
    ),
  )
  expect(Math.max(...rounds.map(({ slowest }) => slowest))).toBeLessThan(2_000)
})
