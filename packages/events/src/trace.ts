import type { Draft } from './event.ts'

/**
 * The W3C traceparent of a draft (https://www.w3.org/TR/trace-context/): one trace per story, from camera to outlet. A story's id is 128 bits, as a trace's
 * id is, so every process names the same trace without asking; an asset that belongs to a story is in the story's. Undefined for a key that is no such id.
 */
export function traceparentOf({ topic, key, body }: Pick<Draft, 'topic' | 'key' | 'body'>): string | undefined {
  const story = topic === 'asset' && typeof body === 'object' && body !== null && 'story' in body ? body.story : key
  return traceparentFor(typeof story === 'string' ? story : key)
}

/** A new span of the trace that belongs to this story or asset. */
export function traceparentFor(id: string): string | undefined {
  const trace = id.replaceAll('-', '').toLowerCase()
  const span = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, '0')).join('')
  return /^(?!0{32})[0-9a-f]{32}$/.test(trace) ? `00-${trace}-${span}-01` : undefined
}
