import { type Database, type Part, receive, redrive, type Tx } from '@kitchen/database'
import { type Draft, type Event, type EventType, isEventType, topicOf } from '@kitchen/events'
import type { Warn } from './complain.ts'
import type { EventLog } from './log.ts'
import { register } from './register.ts'

/** What a consumer does about each type of event. The drafts it returns are appended in the same transaction. */
// biome-ignore lint/suspicious/noConfusingVoidType: a reaction from which nothing follows returns nothing
export type Reactions = { readonly [T in EventType]?: (tx: Tx, event: Event<T>) => Promise<readonly Draft[] | void> }
/** `from`: whether a consumer that is new wants what was there before; outside effects want 'now'. `consumer`: `<part>.<reaction>`. */
export type ReactNeeds = {
  readonly database: Database
  readonly log: EventLog
  readonly logger: Warn
  readonly consumer: string
  readonly reactions: Reactions
  readonly from?: 'beginning' | 'now'
  readonly afterCommit?: (events: readonly Event[]) => void
}
/** `redrive` tries a parked (topic, key) again, from the journal; true when it flows. */
export type Reaction = { readonly redrive: (topic: string, key: string) => Promise<boolean> }

/**
 * Runs reactions on the log as role system: in order per (topic, key), each event once by the inbox, effects and follow-ups in one
 * transaction. `throw new Poison(…)` parks the key for this consumer; other trouble is tried again, in order, until it passes.
 */
export async function react(needs: ReactNeeds): Promise<Part<Reaction>> {
  const { database, log, consumer, reactions, from = 'beginning', afterCommit } = needs
  const topics = [...new Set(Object.keys(reactions).map(topicOf))]
  const apply = applierOf(reactions)
  const registered = Promise.withResolvers<void>()
  const deliver = async (events: readonly Event[]) => {
    await registered.promise
    const applied = await receive(database, { consumer, events, apply })
    if (applied.length > 0) afterCommit?.(applied)
  }
  const member = await log.consume({ consumer, topics, from }, deliver)
  await register(database, { consumer, topics, from }) // after the position is fixed: what is appended in between comes, and is dropped
  registered.resolve()
  return { value: { redrive: (topic, key) => redrive(database, { consumer, topic, key, apply }) }, stop: member.stop }
}

/** The one place where an event's type chooses its reaction; types that it does not name pass by. */
function applierOf(reactions: Reactions) {
  const table = reactions as Readonly<Record<string, ((tx: Tx, event: Event) => ReturnType<NonNullable<Reactions[EventType]>>) | undefined>>
  return async (tx: Tx, event: Event) => (isEventType(event.type) ? table[event.type]?.(tx, event) : undefined)
}
