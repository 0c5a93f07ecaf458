import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type Crew, crewOf, laySamples, untilStill } from '@kitchen/kitchen'
import { expect, test } from 'vitest'
import { fileStory } from '../journeys/file-story.ts'
import { goOn } from '../journeys/go-on.ts'
import { type OwnRegion, openRegion } from '../journeys/open-region.ts'
import { persistently } from '../journeys/persistently.ts'

const stories = Number(process.env.STORIES ?? 20)
const patience = 300_000

test(`${stories} stories on Kafka and Elasticsearch while every process is killed again and again: nothing lost, nothing doubled`, async () => {
  const region = await openRegion('all')
  const over = new AbortController()
  try {
    const crew = await crewOf(region.workspace, '640000')
    const [, flash] = await laySamples(join(region.data, 'samples'))
    const killed = new Map<string, number>()
    const killing = killAll(region, killed, over.signal)
    const ids: string[] = []
    await Promise.all(
      [1, 2].map(async (lane) => {
        for (let n = lane; n <= stories; n += 2) ids.push(await released(crew, flash!))
      }),
    )
    over.abort()
    await killing
    console.log(`  ${ids.length} stories released under ${[...killed.values()].reduce((a, b) => a + b, 0)} kills`)
    for (const id of ids) await expectDelivered(crew, id)
    await expectOnce(region)
    console.log(`  killed: ${[...killed].map(([target, times]) => `${target} ${times}`).join(', ')}; ${stories} stories, lost 0, doubled 0`)
    for (const name of ours(region).keys()) expect(killed.get(name), name).toBeGreaterThan(0)
  } finally {
    over.abort()
    await region.close()
  }
})

/** The simulator is an outlet, not ours. */
const ours = (region: OwnRegion) => new Map([...region.processes(), ...region.engines()].filter(([name]) => name !== 'simulator'))

/** Every target and engine in turn, again and again, one every three seconds; the next only when the door says that all are there, or after 20 s. */
async function killAll(region: OwnRegion, killed: Map<string, number>, over: AbortSignal): Promise<void> {
  const times = (name: string) => killed.get(name) ?? 0
  while (!over.aborted) {
    const [[target, pids] = []] = [...ours(region)].sort(([a], [b]) => times(a) - times(b))
    const pid = pids?.[times(target ?? '') % pids.length]
    if (target && pid && isAlive(pid)) {
      process.kill(pid, 'SIGKILL')
      killed.set(target, (killed.get(target) ?? 0) + 1)
    }
    await delay(3000, undefined, { signal: over }).catch(() => {})
    await untilWhole(region, over)
  }
}

async function untilWhole({ workspace }: OwnRegion, over: AbortSignal): Promise<void> {
  for (const end = Date.now() + 20_000; Date.now() < end && !over.aborted; await delay(500)) {
    const answer = await fetch(`${workspace}/ready`, { signal: AbortSignal.timeout(3000) }).catch(() => undefined)
    if (answer?.ok) return
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

async function released(crew: Crew, folder: string): Promise<string> {
  const { id } = await persistently(() => fileStory(crew.reporter, folder), patience)
  await persistently(() => goOn(crew, id), patience)
  return id
}

async function expectDelivered(crew: Crew, id: string): Promise<void> {
  const deliveries = await untilStill(
    () => persistently(() => crew.editor.deliveries(id), patience),
    (all) => all.length === 100 && all.every(({ state }) => state === 'delivered'),
    () => {},
    120_000,
  )
  expect(deliveries.filter(({ state }) => state !== 'delivered').map(({ outlet, state }) => `${outlet} ${state}`)).toEqual([])
  expect(new Set(deliveries.map(({ outlet }) => outlet)).size).toBe(100)
}

/** Asked of the journal itself: no effect told twice, no sequence with a hole, nothing parked, nobody behind. */
async function expectOnce(region: OwnRegion): Promise<void> {
  expect(
    await region.ask(`select body->'subject'->>'id' as subject, body->>'outlet' as outlet from journal.event where type = 'delivery.confirmed'
      group by 1, 2 having count(*) > 1`),
  ).toEqual([])
  expect(await region.ask('select topic, key from journal.event group by 1, 2 having count(*) <> max(sequence)')).toEqual([])
  expect(await region.ask('select consumer, topic, key, reason from journal.parked')).toEqual([])
  await expect.poll(() => region.ask('select topic, key from journal.queue'), { timeout: 60_000 }).toEqual([])
}
