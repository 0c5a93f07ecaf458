import { systemTransaction } from '@kitchen/database'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Pace } from '../src/delivery.ts'
import type { OutletAdapter } from '../src/outlet.ts'
import { claim } from '../src/queue.ts'
import { type Newsroom, openNewsroom, smallRegion, story } from './newsroom.ts'
import { remote } from './remote.ts'

const pace: Pace = { first: 5, most: 40, tries: 30, deadline: 2000, aside: 50 }
let room: Newsroom
beforeAll(async () => {
  room = await openNewsroom(smallRegion('640000', '640122'))
})
afterAll(() => room.stop())

/** Counts, per outlet, which processes are inside it at the same moment. */
function watched() {
  const outlet = remote(() => 'fine', { delay: 4, concurrency: 2 })
  const inside = new Map<string, Map<string, number>>()
  const both: string[] = []
  const seenBy = (process: string): OutletAdapter => {
    const within =
      <Answer>(work: (parcel: Parameters<OutletAdapter['send']>[0], more: Parameters<OutletAdapter['send']>[1]) => Promise<Answer>) =>
      async (...[parcel, more]: Parameters<OutletAdapter['send']>): Promise<Answer> => {
        const here = inside.get(parcel.outlet) ?? new Map<string, number>()
        inside.set(parcel.outlet, here)
        here.set(process, (here.get(process) ?? 0) + 1)
        if ([...here.values()].filter((many) => many > 0).length > 1) both.push(parcel.outlet)
        return work(parcel, more).finally(() => here.set(process, here.get(process)! - 1))
      }
    const { adapter } = outlet
    return { concurrency: 2, send: within(adapter.send), probe: within(adapter.probe), withdraw: within(adapter.withdraw) }
  }
  return { outlet, both, seenBy }
}

describe('two processes of distribution', () => {
  it('share the outlets, but never work at one together, and everything is delivered once', async () => {
    const { outlet, both, seenBy } = watched()
    const used = new Set<string>()
    const start = (name: string) => {
      const adapter = seenBy(name)
      const sending: OutletAdapter['send'] = (...all) => {
        used.add(name)
        return adapter.send(...all)
      }
      return room.start({ pace, adapters: () => ({ ...adapter, send: sending }) })
    }
    const two = [await start('one'), await start('two')]
    for (let n = 0; n < 30; n++) {
      const { made, released } = await story(room, { words: `第${n}篇` })
      await room.tell(...made, released)
    }
    await room.until(async () => used.size > 0 && (await delivered()) >= 20, 25_000)
    const first = [...used][0] === 'one' ? 0 : 1
    await two[first]!.stop() // whoever was quicker may have had every outlet: the other one goes on with them
    await room.until(async () => (await delivered()) === 300, 25_000)
    await two[1 - first]!.stop()
    expect(both).toEqual([])
    expect([...used].sort()).toEqual(['one', 'two'])
    expect([outlet.posts.size, Math.max(...outlet.posts.values())]).toEqual([300, 1])
  })

  it('the twin that only skips rows which another is taking lets two into one outlet', async () => {
    await room.log.database.system.query('update distribution.delivery set due = now(), worker = null')
    const places = new Map([['640122-web', 2]])
    const both = async (take: (worker: number) => Promise<unknown>) => {
      await Promise.all([take(1), take(2)])
      const { rows } = await room.log.database.system.query<{ workers: number }>(
        `update distribution.delivery d set worker = null, due = now() from (select id, worker from distribution.delivery where worker is not null) w
          where w.id = d.id returning w.worker as workers`,
      )
      return new Set(rows.map(({ workers }) => workers)).size
    }
    expect(await both((worker) => claim(room.log.database, worker, places, new Date()))).toBe(1)
    expect(await both((worker) => skippingOnly(worker))).toBe(2)
  })
})

const skippingOnly = (worker: number) =>
  systemTransaction(room.log.database, [], (tx) =>
    tx.query(
      `update distribution.delivery set worker = $1, due = null where id in (select id from distribution.delivery
        where outlet = '640122-web' and due is not null and worker is null limit 2 for update skip locked)`,
      [worker],
    ),
  )

async function delivered(): Promise<number> {
  const { rows } = await room.log.database.system.query<{ many: number }>(
    `select count(*)::int as many from distribution.delivery where state = 'delivered'`,
  )
  return rows[0]!.many
}
