import { type Database, type Part, receive, redrive, type Tx } from '@kitchen/database'
import { type Draft, type Event, type EventType, isEventType, topicOf } from '@kitchen/events'
import { complainTo, type Warn } from './complain.ts'
import type { EventLog } from './log.ts'
import { register } from './register.ts'
import { type Retrying, retryList } from './retrying.ts'
import { startSweep } from './sweep.ts'
import { startWishes } from './wishes.ts'

/** What a consumer does about each type of event. The drafts it returns are appended in the same transaction. */
// biome-ignore lint/suspicious/noConfusingVoidType: a reaction from which nothing follows returns nothing
export type Reactions = { readonly [T in EventType]?: (tx: Tx, event: Event<T>) => Promise<readonly Draft[] | void> }
/**
 * `consumer`: `<part>.<reaction>`, never changed once it has run. `from`: whether a consumer that is new wants what was there before
 * it; outside effects want 'now'. `afterCommit`: told what was applied, for hints to screens; its own trouble is its own.
 * `tries`: after so many failures of the same batch the event at fault is parked, whatever it throws, so that it holds up no other key.
 * `sweep`: how often and how patiently heads are compared with the inbox, in milliseconds. `replays`: people may have it apply everything
 * again: its effects stay inside, are the same when repeated, and no events follow.
 */
export type ReactNeeds = {
  readonly database: Database
  readonly log: EventLog
  readonly logger: Warn
  readonly consumer: string
  readonly reactions: Reactions
  readonly from?: 'beginning' | 'now'
  readonly afterCommit?: (events: readonly Event[]) => void
  readonly tries?: number
  readonly sweep?: { readonly every: number; readonly patience: number }
  readonly replays?: boolean
}
/**
 * `redrive` tries a parked (topic, key) again, from the journal; true when it flows. `retrying`: what this member fails at and tries
 * again by itself.
 */
export type Reaction = {
  readonly redrive: (topic: string, key: string) => Promise<boolean>
  readonly retrying: () => readonly Retrying[]
}

/**
 * Runs reactions on the log as role system: in order per (topic, key), each event once by the inbox, effects and follow-ups in one
 * transaction. `throw new Poison(…)` parks the key for this consumer; other trouble is tried again, in order, until it passes,
 * and parks the key too when it is the event's own and does not pass.
 */
export async function react(needs: ReactNeeds): Promise<Part<Reaction>> {
  const { database, log, consumer, from = 'beginning', sweep = { every: 300_000, patience: 15_000 } } = needs
  const effects = effectsOf(needs)
  const group = { consumer, topics: topicsOf(needs.reactions), from }
  const registered = Promise.withResolvers<void>()
  const deliver = (events: readonly Event[]) => registered.promise.then(() => effects.receive(events))
  const member = await log.consume(group, deliver)
  await register(database, group, needs.replays) // the position is fixed by now: what is appended in between is delivered, and dropped as done
  registered.resolve()
  const complain = (trouble: unknown) => complainTo(needs.logger)(trouble, `${consumer} is not compared with the journal`)
  const sweeping = startSweep({ database, consumer, catchUp: effects.redrive, complain, ...sweep })
  const wishes = startWishes({ database, consumer, catchUp: effects.redrive, complain })
  const stop = async () => {
    await Promise.all([sweeping.stop(), wishes.stop(), member.stop()])
  }
  return { value: { redrive: effects.redrive, retrying: effects.retrying }, stop }
}

const topicsOf = (reactions: Reactions) => [...new Set(Object.keys(reactions).map(topicOf))]

/** With the rests between them, about half a minute. */
const usualTries = 10

/** Both ways to an effect, from the log and from the journal, and the word that goes out after each. */
function effectsOf({ database, consumer, reactions, afterCommit, logger, tries = usualTries }: ReactNeeds) {
  const apply = applierOf(reactions)
  const retries = retryList()
  const tell = (events: readonly Event[]) => {
    try {
      if (events.length > 0) afterCommit?.(events)
    } catch (trouble) {
      complainTo(logger)(trouble, `${consumer} failed after its commit`)
    }
  }
  return {
    retrying: retries.list,
    receive: async (events: readonly Event[]) => {
      try {
        const parks = retries.most(events) < tries ? 'poison' : 'anything'
        tell(await receive(database, { consumer, events, apply, parks }))
        retries.succeeded(events)
      } catch (trouble) {
        retries.failed(events, trouble)
        throw trouble
      }
    },
    redrive: async (topic: string, key: string) => {
      const { flows, applied } = await redrive(database, { consumer, topic, key, apply })
      tell(applied)
      return flows
    },
  }
}

/** The one place where an event's type chooses its reaction; types that it does not name pass by. */
function applierOf(reactions: Reactions) {
  type Any = (tx: Tx, event: Event) => ReturnType<NonNullable<Reactions[EventType]>>
  const table = reactions as Readonly<Record<string, Any | undefined>>
  return async (tx: Tx, event: Event) => (isEventType(event.type) ? table[event.type]?.(tx, event) : undefined)
}
