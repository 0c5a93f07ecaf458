import type { Event } from '@kitchen/events'

/** A (topic, key) whose events fail with trouble that may pass: tried again, in order, until it does. */
export type Retrying = {
  readonly topic: string
  readonly key: string
  readonly reason: string
  readonly since: Date
  readonly tries: number
}

/** Remembers what is being tried again: the keys of failed batches, until a batch with them went through. */
export function retryList(clock: () => Date = () => new Date()) {
  const waiting = new Map<string, Retrying>()
  const failed = (events: readonly Event[], trouble: unknown) => {
    const reason = trouble instanceof Error ? trouble.message : String(trouble)
    for (const [name, { topic, key }] of byName(events)) {
      const before = waiting.get(name)
      waiting.set(name, { topic, key, reason, since: before?.since ?? clock(), tries: (before?.tries ?? 0) + 1 })
    }
  }
  const succeeded = (events: readonly Event[]) => {
    for (const name of byName(events).keys()) waiting.delete(name)
  }
  const most = (events: readonly Event[]) => Math.max(0, ...[...byName(events).keys()].map((name) => waiting.get(name)?.tries ?? 0))
  return { failed, succeeded, most, list: (): readonly Retrying[] => [...waiting.values()] }
}

const byName = (events: readonly Event[]) => new Map(events.map((event) => [`${event.topic} ${event.key}`, event]))
