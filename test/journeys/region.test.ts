import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type Cooked, type Crew, cook, crewOf, laySamples, untilStill } from '@kitchen/kitchen'
import { io } from 'socket.io-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fileStory } from './file-story.ts'
import { goOn } from './go-on.ts'
import { type OwnRegion, openRegion } from './open-region.ts'
import { persistently } from './persistently.ts'

let region: OwnRegion
let crew: Crew
let [flash, photoStory] = ['', '']

beforeAll(async () => {
  region = await openRegion('postgres')
  crew = await crewOf(region.workspace, '640000')
  const [, ...others] = await laySamples(join(region.data, 'samples'))
  ;[flash, photoStory] = others as [string, string]
})
afterAll(() => region?.close())

const undelivered = ({ deliveries }: Pick<Cooked, 'deliveries'>) =>
  deliveries.filter(({ state }) => state !== 'delivered').map(({ outlet, state }) => `${outlet} ${state}`)

test('a process per target: a photo story becomes 100 products, and a browser hears of it from each of them', async () => {
  const names = [...region.processes()].map(([target, pids]) => `${target} ${pids.length}`)
  expect(names.sort()).toEqual(
    [
      ...['distribution 1', 'edge 1', 'editing 1', 'generation 1', 'identity 1', 'ingest 1', 'relay 1', 'search 1', 'simulator 1'],
      ...['syndication 1', 'transcoding 2'],
    ].sort(),
  )
  const heard = hintsTo(await cookieOf('640000-editor'))
  const cooked = await cook(crew, photoStory)
  expect([cooked.deliveries.length, undelivered(cooked)]).toEqual([100, []])
  await expect
    .poll(() => [...new Set(heard.about)].sort(), { timeout: 5000 })
    .toEqual(expect.arrayContaining(['deliveries', 'products', 'story']))
  heard.close()
  const worked = () => region.ask(`select pid from kitchen.process where 'transcoding' = any(targets) and (did->>'told')::int > 0`)
  await expect.poll(async () => (await worked()).length, { timeout: 8000, message: 'both transcoding processes made renditions' }).toBe(2)
})

test('what is published is read while distribution, identity and generation are down', async () => {
  const [story] = await crew.editor.stories()
  for (const target of ['distribution', 'identity', 'generation']) process.kill(region.processes().get(target)![0]!, 'SIGKILL')
  const page = await fetch(`${region.published}/sites/640122/stories/${story!.id}/`)
  expect([page.status, (await page.text()).includes('一朵花')]).toEqual([200, true])
  expect((await persistently(() => crew.editor.stories())).length).toBe(1)
})

test('a part that is down says that it restarts, and comes back by itself', async () => {
  process.kill(region.processes().get('editing')![0]!, 'SIGKILL')
  await expect(crew.editor.stories()).rejects.toMatchObject({ code: expect.stringMatching(/edge\/(restarting|broken-off)/) })
  expect((await persistently(() => crew.editor.stories())).length).toBe(1)
  expect(region.said()).toContain('editing 意外结束')
})

test('a story that is under way when every process is killed in turn is delivered 100 times, once each', async () => {
  const { id } = await fileStory(crew.reporter, flash)
  const going = persistently(() => goOn(crew, id))
  for (const target of ['relay', 'generation', 'transcoding', 'search', 'syndication', 'editing']) {
    process.kill(region.processes().get(target)![0]!, 'SIGKILL')
    await delay(300)
  }
  await going
  for (const target of ['distribution', 'relay']) process.kill(region.processes().get(target)![0]!, 'SIGKILL')
  const deliveries = await untilStill(
    () => persistently(() => crew.editor.deliveries(id)),
    (all) => all.length === 100 && all.every(({ state }) => state === 'delivered'),
    () => {},
    40_000,
  )
  expect([deliveries.length, undelivered({ deliveries }), new Set(deliveries.map(({ outlet }) => outlet)).size]).toEqual([100, [], 100])
  for (const centre of ['640000', '640425']) {
    const feed = await (await fetch(`${region.published}/sites/${centre}/feed.xml`)).text()
    expect(feed.split(`/stories/${id}/</link>`).length - 1, centre).toBe(1)
  }
})

test('Ctrl-C stops everything in order, and nothing is left', async () => {
  const pids = [...region.processes().values()].flat()
  expect(await region.close()).toBe(0)
  expect(pids.filter((pid) => isAlive(pid))).toEqual([])
})

async function cookieOf(person: string): Promise<string> {
  const headers = { 'Content-Type': 'application/json' }
  const answer = await fetch(`${region.workspace}/api/session`, { method: 'POST', headers, body: JSON.stringify({ person }) })
  return answer.headers.getSetCookie()[0]!.split(';')[0]!
}

/** What a browser hears on its socket. */
function hintsTo(cookie: string): { readonly about: string[]; readonly close: () => void } {
  const about: string[] = []
  const socket = io(`${region.workspace}/live`, { extraHeaders: { Cookie: cookie, Origin: region.workspace } })
  socket.on('hint', (one: { about: string }) => about.push(one.about))
  return { about, close: () => socket.close() }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
