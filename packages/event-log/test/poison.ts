import { append, Poison, parkedKeys, systemTransaction } from '@kitchen/database'
import { draft } from '@kitchen/events'
import { uuidv7 } from '@kitchen/model'
import { react } from '../src/index.ts'
import { testLog } from '../src/testing.ts'

/** What a run left behind: each key's events in the order in which they had their effect. */
export type Run = {
  readonly healthyDone: boolean
  readonly parked: number
  readonly state: ReadonlyMap<string, readonly number[]>
  readonly expected: ReadonlyMap<string, readonly number[]>
}

/**
 * So many events on `keys` keys, of which one of a hundred, all on `sick` keys, can not be applied. When the healthy keys have had theirs the cause is mended
 * and the parked keys are tried again. `swallow` is the known-bad twin: it drops what it can not apply.
 */
export async function poisoned(events: number, keys: number, sick: number, swallow = false): Promise<Run> {
  const log = await testLog([{ schema: 'probe', folder: new URL('./migrations/', import.meta.url) }])
  const all = Array.from({ length: keys }, () => uuidv7())
  let mended = false
  const { value, stop } = await react({
    ...log,
    logger: { warn: () => {} },
    consumer: 'probe.poison',
    reactions: {
      'story.filed': async (tx, { key, sequence, body }) => {
        if (!mended && body.headline === 'poison') {
          if (swallow) return
          throw new Poison('can not be applied')
        }
        const text = 'insert into probe.effect (consumer, member, topic, key, sequence) values ($1, $1, $2, $3, $4)'
        await tx.query({ name: 'effect', text, values: ['probe.poison', 'story', key, sequence] })
      },
    },
  })
  try {
    const expected = await fill(log.database, events, all, sick)
    await log.settle(120_000)
    const healthyDone = same(await stateOf(log.database), expected, all.slice(sick))
    const parked = await parkedKeys(log.database)
    mended = true
    for (const { topic, key } of parked) await value.redrive(topic, key)
    await log.settle(60_000)
    return { healthyDone, parked: parked.length, state: await stateOf(log.database), expected }
  } finally {
    await stop()
    await log.stop()
  }
}

type Database = Awaited<ReturnType<typeof testLog>>['database']

/** Poison comes early and late in a sick key, never as its only event. */
async function fill(database: Database, events: number, keys: readonly string[], sick: number) {
  const [expected, bad] = [new Map<string, number[]>(), Math.floor(events / 100)]
  for (let from = 0; from < events; from += 100) {
    const drafts = Array.from({ length: Math.min(100, events - from) }, (_, n) => {
      const [nth, poison] = [from + n, (from + n) % 100 === 50 && (from + n) / 100 < bad]
      const key = poison ? keys[Math.floor(nth / 100) % sick]! : keys[nth % keys.length]!
      expected.set(key, [...(expected.get(key) ?? []), (expected.get(key)?.length ?? 0) + 1])
      const body = {
        story: key,
        centre: '640000',
        person: '640000-reporter',
        headline: poison ? 'poison' : '稿件',
        at: new Date().toISOString(),
      }
      return draft('story.filed', key, body)
    })
    await systemTransaction(database, [...new Set(drafts.map(({ key }) => key))], (tx) => append(tx, drafts))
  }
  return expected
}

async function stateOf({ system }: Database): Promise<Map<string, number[]>> {
  const { rows } = await system.query<{ key: string; done: string[] }>(
    'select key, array_agg(sequence order by n) as done from probe.effect group by key',
  )
  return new Map(rows.map(({ key, done }) => [key, done.map(Number)]))
}

/** Whether these keys have had every event once and in order. */
export const same = (state: Run['state'], expected: Run['expected'], keys: readonly string[] = [...expected.keys()]): boolean =>
  keys.every((key) => JSON.stringify(state.get(key) ?? []) === JSON.stringify(expected.get(key) ?? []))
