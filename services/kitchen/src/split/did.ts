import type { Database } from '@kitchen/database'
import type { EventLog } from '@kitchen/event-log'
import type { Part } from '@kitchen/runtime'

/** What a process has done since its start: requests of other processes, events heard, commits that told events. */
export type Did = { requests: number; heard: number; told: number }
export const countDid = (): Did => ({ requests: 0, heard: 0, told: 0 })

/** The database wakes the relay after each commit that appended events. */
export function counting({ value, stop }: Part<Database>, did: Did): Part<Database> {
  const hint = () => {
    did.told++
    value.hint()
  }
  return { value: { ...value, hint }, stop }
}

export function countingLog({ value, stop }: Part<EventLog>, did: Did): Part<EventLog> {
  const consume: EventLog['consume'] = (group, deliver) =>
    value.consume(group, async (events) => {
      await deliver(events)
      did.heard += events.length
    })
  return { value: { ...value, consume }, stop }
}
