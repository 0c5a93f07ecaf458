import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { attempt } from '../src/attempt.ts'
import type { Outcome } from '../src/delivery.ts'
import type { Mark, OutletAdapter, Parcel } from '../src/outlet.ts'

/** An outlet under test. `effects`: how many things are now at the outlet because of the parcel. `losing`: the next act is done there, and its answer lost. */
export type Bench = {
  readonly adapter: OutletAdapter
  readonly parcel: (words: string) => Promise<Parcel>
  readonly effects: (parcel: Parcel) => Promise<number>
  readonly losing: () => OutletAdapter
  readonly stop: () => Promise<void>
}

/** What every outlet has to promise, whatever it is made of. */
export function outletContract(name: string, open: () => Promise<Bench>): void {
  describe(name, () => {
    let bench: Bench
    beforeAll(async () => {
      bench = await open()
    })
    afterAll(() => bench.stop())

    it('shows what was sent, with a receipt from the outlet itself', async () => {
      const sent = await bench.parcel('送到了')
      const outcome = await deliver(bench.adapter, sent)
      expect(outcome).toMatchObject({ is: 'there' })
      expect(outcome.is === 'there' && Object.keys(outcome.receipt).length).toBeGreaterThan(1)
    })
    it('sent twice is there once', async () => {
      const sent = await bench.parcel('送两次')
      await deliver(bench.adapter, sent)
      expect(await deliver(bench.adapter, sent)).toMatchObject({ is: 'there' })
      expect(await bench.effects(sent)).toBe(1)
    })
    it('reads a lost answer back instead of sending again', async () => {
      const sent = await bench.parcel('回执丢了')
      expect(await once(bench.losing(), 'out', sent)).toMatchObject({ is: 'trouble' })
      expect(await deliver(bench.adapter, { ...sent, tries: 2 })).toMatchObject({ is: 'there' })
      expect(await bench.effects(sent)).toBe(1)
    })
    it('is not there before it was sent', async () => {
      const seen = await bench.adapter.probe(await bench.parcel('还没送'), { signal: AbortSignal.timeout(5000), remember: async () => {} })
      expect(seen.is).toBe('absent')
    })
    it('is gone after a withdrawal, and withdrawn twice is withdrawn once', async () => {
      const sent = await bench.parcel('要撤的')
      await deliver(bench.adapter, sent)
      expect(await deliver(bench.adapter, { ...sent, why: 'recall' }, 'gone')).toMatchObject({ is: 'gone' })
      expect(await deliver(bench.adapter, { ...sent, why: 'recall' }, 'gone')).toMatchObject({ is: 'gone' })
      expect(await bench.effects(sent)).toBe(0)
    })
    it('refuses a delivery that comes after the withdrawal', async () => {
      const sent = await bench.parcel('迟到的')
      await deliver(bench.adapter, sent)
      await deliver(bench.adapter, { ...sent, why: 'recall' }, 'gone')
      expect(await deliver(bench.adapter, sent)).toMatchObject({ is: 'trouble' })
      expect(await bench.effects(sent)).toBe(0)
    })
    it('takes back what never arrived, and refuses it from then on', async () => {
      const sent = await bench.parcel('没到就撤')
      expect(await deliver(bench.adapter, { ...sent, why: 'recall' }, 'gone')).toMatchObject({ is: 'gone' })
      expect(await deliver(bench.adapter, sent)).toMatchObject({ is: 'trouble' })
    })
  })
}

/** Attempts until it is more than "later"; what is remembered stays with the parcel, as it does in the database. */
export async function deliver(adapter: OutletAdapter, parcel: Parcel, wanted: 'out' | 'gone' = 'out'): Promise<Outcome> {
  for (;;) {
    const outcome = await once(adapter, wanted, parcel)
    if (outcome.is !== 'later') return outcome
    await sleep(Math.min(30, outcome.afterMs))
  }
}

const marks = new Map<string, Mark>()
export function once(adapter: OutletAdapter, wanted: 'out' | 'gone', parcel: Parcel): Promise<Outcome> {
  const remember = async (more: Mark) => void marks.set(parcel.id, { ...marks.get(parcel.id), ...more })
  return attempt(
    adapter,
    wanted,
    { ...parcel, mark: marks.get(parcel.id) ?? {} },
    { deadline: 5000, signal: new AbortController().signal, remember },
  )
}
