import type { Event } from '@kitchen/events'
import type { KafkaMessage, Message } from 'kafkajs'
import { partitionOf } from './partition.ts'

/** An event on its way out of the queue; `body` is JSON. `kitchen` says whose it is: other kitchens may share a topic by mistake. */
export type Outgoing = {
  readonly topic: string
  readonly key: string
  readonly sequence: number
  readonly type: string
  readonly version: number
  readonly body: string
  readonly trace: string | null
  readonly at: Date
}
/** The place of an event whose body is too large for Kafka: it is read from the journal. */
export type Mark = { readonly topic: string; readonly key: string; readonly sequence: number; readonly type: null }

/** As Kafka carries it: the body as value, the rest as headers, `traceparent` as W3C Trace Context names it. `bare`: without the body. */
export function messageOf({ key, sequence, type, version, body, trace, at }: Outgoing, kitchen: string, bare = false): Message {
  const headers = { kitchen, sequence: String(sequence), type, version: String(version), at: at.toISOString() }
  return {
    key,
    partition: partitionOf(key),
    value: bare ? null : body,
    headers: trace === null ? headers : { ...headers, traceparent: trace },
  }
}

/** The event, or the place of one; undefined for what is not ours: another kitchen's, or nothing that this program would send. */
export function eventOf(topic: string, { key, value, headers = {} }: KafkaMessage, kitchen: string): Event | Mark | undefined {
  const text = (name: string) => headers[name]?.toString()
  const [name, sequence, version, type, at] = [key?.toString(), Number(text('sequence')), Number(text('version')), text('type'), text('at')]
  if (text('kitchen') !== kitchen || !name || !type || !at || !(sequence > 0) || !(version > 0)) return undefined
  if (value === null) return { topic, key: name, sequence, type: null }
  const body = bodyOf(value)
  if (body === undefined) return undefined
  return {
    topic,
    key: name,
    sequence,
    version,
    body: body as Event['body'], // `kitchen` says that this program wrote it, and its drafts are checked
    trace: text('traceparent') ?? null,
    at: new Date(at),
    type: type as Event['type'],
  }
}

function bodyOf(value: Buffer): unknown {
  try {
    return JSON.parse(value.toString())
  } catch {
    return undefined
  }
}
