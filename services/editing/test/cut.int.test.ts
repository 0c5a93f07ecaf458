import { setTimeout as delay } from 'node:timers/promises'
import type { StoryView } from '@kitchen/api'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type TestDesk, testDesk } from './desk.ts'
import { textWith } from './newsroom.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await testDesk()
})
afterAll(() => desk.stop())

it('does each command once, whenever the database connection is cut and however often it is sent again', async () => {
  const cutter = cutting()
  const names = Array.from({ length: 24 }, (_, n) => `第${n}篇`)
  const ids = await Promise.all(names.map((name, n) => fileAndSeal(name, `begin-${n}`)))
  const cuts = await cutter.stop()
  await desk.settle()
  expect(cuts).toBeGreaterThan(10)
  const { rows } = await desk.database.system.query<{ id: string }>('select id from editing.story order by id')
  expect(rows.map(({ id }) => id)).toEqual([...ids].sort())
  for (const id of ids) {
    const { history, state, version } = await desk.see('100000-lin', id)
    expect([state, version]).toEqual(['sealed', 1])
    expect(history.map(({ what }) => what)).toEqual(['story.created', 'story.filed', 'version.sealed'])
  }
  for (const type of ['story.filed', 'version.sealed'])
    expect((await desk.events(type)).map(({ key }) => key).sort()).toEqual([...ids].sort())
})

async function fileAndSeal(name: string, key: string): Promise<string> {
  const { document } = textWith(name, '正文。')
  const { id, revision } = await insist(() => desk.as('100000-wei').post('/api/stories', { document }).set('Idempotency-Key', key), 201)
  await insist(() => desk.as('100000-wei').post(`/api/stories/${id}/file`, { revision }))
  await insist(() => desk.as('100000-lin').post(`/api/stories/${id}/seal`, { revision }))
  return id
}

/** As a phone on a bad link: sends the same again until there is an answer. */
async function insist(send: () => ReturnType<ReturnType<TestDesk['as']>['post']>, wanted = 200): Promise<StoryView> {
  for (let tries = 0; tries < 50; tries++) {
    const { status, body } = await send()
    if (status === wanted) return body
    expect([500, 503]).toContain(status)
    await delay(10)
  }
  throw new Error('no answer in 50 tries')
}

/** Ends connections of role app in the middle of what they do, as a killed server does. */
function cutting() {
  const state = { going: true, cuts: 0 }
  const cut = `select count(pg_terminate_backend(pid))::int as cuts from (select pid from pg_stat_activity
    where usename = 'app' and state <> 'idle' and pid <> pg_backend_pid() order by random() limit 1) one`
  const done = (async () => {
    while (state.going) {
      const { rows } = await desk.database.app.query<{ cuts: number }>(cut)
      state.cuts += rows[0]!.cuts
      await delay(4)
    }
  })()
  const stop = async () => {
    state.going = false
    await done
    return state.cuts
  }
  return { stop }
}
