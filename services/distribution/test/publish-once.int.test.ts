import { setTimeout as sleep } from 'node:timers/promises'
import type { Part } from '@kitchen/runtime'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Pace } from '../src/delivery.ts'
import type { DistributionValue } from '../src/index.ts'
import { type Newsroom, openNewsroom, smallRegion, story } from './newsroom.ts'
import { type Remote, remote, seeded } from './remote.ts'

const quick: Pace = { first: 5, most: 40, tries: 30, deadline: 400, aside: 50 }
let room: Newsroom
beforeAll(async () => {
  room = await openNewsroom(smallRegion('640000', '640100', '640122', '640422'))
})
afterAll(() => room.stop())

const delivered = async (count: number) =>
  (
    await room.log.database.system.query<{ many: number }>(
      `select count(*)::int as many from distribution.delivery where state = 'delivered'`,
    )
  ).rows[0]!.many >= count

/** Ten stories of twenty deliveries; the worker is stopped in the middle of its work, several times: what it held has an unknown end. */
async function release(outlet: Remote, kills: number): Promise<void> {
  const start = (): Promise<Part<DistributionValue>> => room.start({ adapters: () => outlet.adapter, pace: quick })
  await room.log.database.system.query('delete from distribution.delivery')
  let part = await start()
  for (let n = 0; n < 10; n++) {
    const { made, released } = await story(room, { words: `第${n}篇` })
    await room.tell(...(n % 2 ? [released, ...made] : [...made, released]))
  }
  for (let n = 0; n < kills; n++) {
    await sleep(40)
    await part.stop()
    part = await start()
  }
  await room.until(() => delivered(200), 15_000)
  await part.stop()
}

describe('publish-once', () => {
  it('200 deliveries, 30 % of the answers lost, the worker stopped 6 times: each effect is there exactly once', async () => {
    const random = seeded(20251124)
    const outlet = remote((act) => (act !== 'probe' && random() < 0.3 ? 'lost' : random() < 0.05 ? 'down' : 'fine'), { delay: 3 })
    await release(outlet, 6)
    expect([outlet.posts.size, Math.max(...outlet.posts.values())]).toEqual([200, 1])
    const { rows } = await room.log.database.system.query<{ many: number }>(
      `select count(*)::int as many from distribution.receipt where action = 'publish'`,
    )
    expect(rows[0]!.many).toBe(200)
    const events = await room.log.database.system.query<{ most: number; all: number }>(
      `select max(n)::int as most, sum(n)::int as all from (select count(*) as n from journal.event where type = 'delivery.confirmed' group by body->'subject'->>'id') s`,
    )
    expect(events.rows[0]).toEqual({ most: 1, all: 200 })
  })
  it('the twin that sends again without reading back is caught', async () => {
    const random = seeded(20251124)
    const outlet = remote((act) => (act === 'send' && random() < 0.3 ? 'lost' : 'fine'), { readsBack: false })
    await release(outlet, 0)
    expect(Math.max(...outlet.posts.values())).toBeGreaterThan(1)
  })
})
