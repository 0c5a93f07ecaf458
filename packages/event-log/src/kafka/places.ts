import type { Consumer } from 'kafkajs'
import type { Complain } from '../complain.ts'
import { causeOf } from './address.ts'

/** Where a member has come to, written down in Kafka a moment later. */
export type Places = {
  readonly reached: (topic: string, partition: number, next: string) => void
  /** Writes down what is not yet; ends when Kafka has it, or has refused. */
  readonly flush: () => Promise<void>
}

/** What a member has been through within this time is written down as one, in milliseconds. */
const laterMs = 200

/**
 * Places are committed beside the work, not before the next: waiting for each cost as long as the effect itself. What is lost in between comes again, and
 * the inbox drops it. Partitions that were taken away are forgotten, for their place is another member's to write.
 */
export function placesOf(consumer: Consumer, groupId: string, complain: Complain): Places {
  const places = new Map<string, { topic: string; partition: number; offset: string }>()
  let timer: NodeJS.Timeout | undefined
  const flush = async () => {
    clearTimeout(timer)
    timer = undefined
    const all = [...places.values()]
    places.clear()
    if (all.length === 0) return
    await consumer.commitOffsets(all).catch((trouble: unknown) => complain(causeOf(trouble), `${groupId} will read some again`))
  }
  const reached: Places['reached'] = (topic, partition, offset) => {
    places.set(`${topic} ${partition}`, { topic, partition, offset })
    timer ??= setTimeout(() => void flush(), laterMs)
  }
  consumer.on(consumer.events.GROUP_JOIN, () => places.clear())
  consumer.on(consumer.events.DISCONNECT, () => clearTimeout(timer))
  return { reached, flush }
}
