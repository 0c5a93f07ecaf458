import type { z } from 'zod'
import { eventTable } from './table.ts'

export type EventType = keyof typeof eventTable
export type Topic = EventType extends `${infer Noun}.${string}` ? Noun : never
export type Body<Type extends EventType> = z.infer<(typeof eventTable)[Type]>

/** An event before it is in the journal. */
export type Draft = {
  readonly topic: string
  readonly key: string
  readonly type: string
  readonly version: number
  readonly body: unknown
  readonly trace?: string
}

/** An event out of the journal. `sequence` is contiguous from 1 within (topic, key). */
export type Event<Type extends EventType = EventType> = {
  readonly topic: string
  readonly key: string
  readonly sequence: number
  readonly type: Type
  readonly version: number
  readonly body: Body<Type>
  readonly trace: string | null
  readonly at: Date
}

/** All topics, from the table. */
export const topics = [...new Set(Object.keys(eventTable).map(topicOf))]
export function topicOf(type: string): string {
  return type.slice(0, type.indexOf('.'))
}

/** A draft whose body has passed the schema of its type. Throws a ZodError on a body of another shape: that is a bug of the caller. */
export function draft<Type extends EventType>(type: Type, key: string, body: z.input<(typeof eventTable)[Type]>, trace?: string): Draft {
  const checked = eventTable[type].parse(body)
  return { topic: topicOf(type), key, type, version: 1, body: checked, ...(trace === undefined ? {} : { trace }) }
}

export const isEventType = (type: string): type is EventType => type in eventTable
