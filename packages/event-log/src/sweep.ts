import { setTimeout as delay } from 'node:timers/promises'
import type { Database, Part } from '@kitchen/database'

/** Which consumer to look after, how to bring a key up to its head, and how often and how patiently, in milliseconds. */
export type SweepNeeds = {
  readonly database: Database
  readonly consumer: string
  readonly catchUp: (topic: string, key: string) => Promise<unknown>
  readonly complain: (trouble: unknown) => void
  readonly every: number
  readonly patience: number
}
type Behind = { readonly topic: string; readonly key: string; readonly last: number }

/**
 * Finds what no log will deliver any more: its tail was lost, its records are past their days, or a topic is new to an old group.
 * A key that is behind its head, and still where it was after some patience, is read from the journal. Looks at start and again
 * every few minutes.
 */
export function startSweep(needs: SweepNeeds): Part<undefined> {
  const stopped = new AbortController()
  const running = keepSweeping(needs, stopped.signal)
  const stop = async () => {
    stopped.abort()
    await running
  }
  return { value: undefined, stop }
}

async function keepSweeping(needs: SweepNeeds, stopped: AbortSignal): Promise<void> {
  while (!stopped.aborted) {
    await sweep(needs, stopped).catch(needs.complain)
    await pause(needs.every, stopped)
  }
}

async function sweep(needs: SweepNeeds, stopped: AbortSignal): Promise<void> {
  const before = await behind(needs)
  if (before.length === 0) return
  await pause(needs.patience, stopped)
  const still = new Set((await behind(needs)).map(nameOf))
  for (const row of before) {
    if (stopped.aborted) return
    if (still.has(nameOf(row))) await needs.catchUp(row.topic, row.key).catch(needs.complain) // trouble with one key takes no other's turn
  }
}

const nameOf = ({ topic, key, last }: Behind) => `${topic} ${key} ${last}`
const pause = (milliseconds: number, stopped: AbortSignal) =>
  delay(milliseconds, undefined, { signal: stopped, ref: false }).catch(() => {})

async function behind({ database, consumer }: SweepNeeds): Promise<readonly Behind[]> {
  const { rows } = await database.system.query<Behind>({ name: 'behind', text: BEHIND, values: [consumer] })
  return rows
}
const BEHIND = `select h.topic, h.key, coalesce(i.sequence, 0) as last from journal.consumer c join journal.head h using (topic)
  left join journal.inbox i on i.consumer = $1 and i.topic = h.topic and i.key = h.key
  where c.consumer = $1 and h.sequence > coalesce(i.sequence, 0) and not exists
    (select from journal.parked p where p.consumer = $1 and p.topic = h.topic and p.key = h.key)
  order by h.key, h.topic limit 10000`
