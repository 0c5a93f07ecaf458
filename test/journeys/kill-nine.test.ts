import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { cook, crewOf, laySamples, untilStill } from '@kitchen/kitchen'
import { expect, test } from 'vitest'
import { openKitchen } from './open-kitchen.ts'

test('killed ten times at any moment of a story, the kitchen goes on, and 100 products are delivered exactly once', async () => {
  let kitchen = await openKitchen({ KITCHEN_SAMPLES: 'none' })
  const [, flash] = await laySamples(join(kitchen.data, 'samples'))
  try {
    const crew = await crewOf(kitchen.workspace, '640000')
    const first = await cook(crew, flash!) // the way is warm, and this one has to stay as it is
    let story = ''
    for (let kills = 0; kills < 10; kills++) {
      const people = await crewOf(kitchen.workspace, '640000')
      const begun = story === '' ? undefined : await people.editor.story(story)
      void (begun ? goOn(people, begun.id) : cook(people, flash!)).catch(() => {}) // cut off by the kill, whatever it was doing
      await delay(150 + Math.random() * 900)
      story ||= (await people.editor.stories().catch(() => [])).find(({ id }) => id !== first.story.id)?.id ?? ''
      await kitchen.kill()
      kitchen = await kitchen.startAgain()
    }
    const people = await crewOf(kitchen.workspace, '640000')
    if (story === '') throw new Error('no story was begun in ten tries')
    await goOn(people, story)
    const deliveries = await untilStill(
      () => people.editor.deliveries(story),
      (all) => all.length === 100 && all.every(({ state }) => state === 'delivered'),
      () => {},
    )
    expect(
      deliveries.filter(({ state }) => state !== 'delivered').map(({ outlet, state, failure }) => `${outlet} ${state} ${failure?.code}`),
    ).toEqual([])
    expect(new Set(deliveries.map(({ outlet }) => outlet)).size).toBe(100)
    const feed = await (await fetch(`${kitchen.published}/sites/640100/feed.xml`)).text()
    expect(feed.split(`/stories/${story}/</link>`).length - 1).toBe(1)
    expect((await people.editor.deliveries(first.story.id)).every(({ state }) => state === 'delivered')).toBe(true)
  } finally {
    await kitchen.close()
  }
})

/** Does whatever step the story waits for, until it is released. */
async function goOn(crew: Awaited<ReturnType<typeof crewOf>>, id: string): Promise<void> {
  for (;;) {
    const story = await crew.editor.story(id)
    if (story.state === 'released') return
    const step = story.waiting.step
    if (step === 'write' || step === 'edit' || step === 'seal') await crew.editor.seal(id, story.revision)
    else if (step === 'first' || step === 'second' || step === 'final') await signNext(crew, id, step)
    else await crew.editorInChief.release(id, story.sealed!.version)
  }
}

async function signNext(crew: Awaited<ReturnType<typeof crewOf>>, id: string, review: 'first' | 'second' | 'final'): Promise<void> {
  const person = { first: crew.editor, second: crew.sectionHead, final: crew.editorInChief }[review]
  const { sealed } = await untilStill(
    () => person.story(id),
    ({ sealed: now }) => now !== null && now.productsHash !== null && now.made + now.refused === now.expected,
    () => {},
    60_000,
  )
  await person.sign(id, { version: sealed!.version, review, contentHash: sealed!.contentHash, productsHash: sealed!.productsHash! })
}
