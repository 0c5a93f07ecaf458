import { setTimeout as delay } from 'node:timers/promises'
import { type Crew, cook, crewOf, untilStill } from '@kitchen/kitchen'
import { expect } from 'vitest'
import { goOn } from './go-on.ts'
import { openKitchen } from './open-kitchen.ts'

/**
 * Cooks a folder while the kitchen is killed `kills` times, each after 150 to `longest` ms; each start goes on with the same story. Then everything has to
 * be there exactly once, and a story that had been delivered before stays as it was.
 */
export async function survive(folder: string, before: string, kills: number, longest: number): Promise<void> {
  let kitchen = await openKitchen()
  try {
    const first = await cook(await crewOf(kitchen.workspace, '640000'), before)
    let story: string | undefined
    for (let n = 0; n < kills; n++) {
      const crew = await crewOf(kitchen.workspace, '640000')
      void (story === undefined ? cook(crew, folder) : goOn(crew, story)).catch(() => {}) // cut off by the kill, whatever it was doing
      await delay(150 + Math.random() * (longest - 150))
      story ??= await filedBeside(crew, first.story.id)
      await kitchen.kill()
      kitchen = await kitchen.startAgain()
    }
    const crew = await crewOf(kitchen.workspace, '640000')
    if (story === undefined) throw new Error(`no story was filed in ${kills} tries`)
    await goOn(crew, story)
    await expectOnce(crew, kitchen.published, story)
    await expectOnce(crew, kitchen.published, first.story.id)
  } finally {
    await kitchen.close()
  }
}

/** The newest story that is past the reporter's hands. */
async function filedBeside(crew: Crew, known: string): Promise<string | undefined> {
  const stories = await crew.editor.stories().catch(() => [])
  return stories.find(({ id, state }) => id !== known && state !== 'draft')?.id
}

async function expectOnce(crew: Crew, published: string, story: string): Promise<void> {
  const { version } = await crew.editor.story(story)
  const products = await crew.editor.products(story, version)
  expect(products.filter(({ state }) => state !== 'made').map(({ outlet, failure }) => `${outlet} ${failure?.code}`)).toEqual([])
  const deliveries = await untilStill(
    () => crew.editor.deliveries(story),
    (all) => all.length === 100 && all.every(({ state }) => state === 'delivered'),
    () => {},
    45_000,
  )
  expect(
    deliveries.filter(({ state }) => state !== 'delivered').map(({ outlet, state, failure }) => `${outlet} ${state} ${failure?.code}`),
  ).toEqual([])
  expect(new Set(deliveries.map(({ outlet }) => outlet)).size).toBe(100)
  for (const centre of ['640000', '640100', '640425']) {
    const feed = await (await fetch(`${published}/sites/${centre}/feed.xml`)).text()
    expect(feed.split(`/stories/${story}/</link>`).length - 1, centre).toBe(1)
  }
}
