import type { Part } from '@kitchen/database'
import type { Event } from '@kitchen/events'

/** A consumer group: who reads which topics, and whether a group that is new begins with what is there or with what comes. */
export type Group = { readonly consumer: string; readonly topics: readonly string[]; readonly from: 'beginning' | 'now' }

/** Takes a batch and ends when its effects are committed. A rejection brings the same events again. */
export type Deliver = (events: readonly Event[]) => Promise<void>

/**
 * The port that every adapter of the log keeps. Events of a key come in the order of their sequence and at least once; after trouble
 * they come again from the last batch that was taken. Members that give the same `consumer` share the 12 partitions out among them.
 * `consume` resolves when the group's position is fixed: every event appended after that will be delivered.
 */
export type EventLog = {
  readonly adapter: string
  readonly consume: (group: Group, deliver: Deliver) => Promise<Part<undefined>>
}
