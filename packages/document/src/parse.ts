import { Refusal } from '@kitchen/model'
import type { Node } from 'prosemirror-model'
import { blockId } from './block-ids.ts'
import { documentRefusal } from './refusals.ts'
import { schema } from './schema.ts'

/** Caps of one document. An event carries the whole document in at most 512 kB, so 400 kB of JSON leave room for the rest. */
export const documentLimits = { bytes: 400_000, depth: 40, blocks: 1_000, values: 100_000 } as const

/** A story document in memory. */
export type Document = Node

/**
 * A story document out of anything that came from outside. Text is made well-formed (no lone surrogates, no control characters), so that every
 * database and file format can hold it. Throws nothing but a Refusal `document/…`, and answers hostile nesting and size at once.
 */
export function parseDocument(value: unknown): Node {
  try {
    refuseShape(value)
    const node = schema.nodeFromJSON(plainCopy(value))
    node.check()
    if (node.type !== schema.topNodeType) throw documentRefusal('document/not-a-document')
    if (node.childCount - titleCount > documentLimits.blocks)
      throw documentRefusal('document/too-many-blocks', { limit: documentLimits.blocks })
    return node
  } catch (error) {
    throw error instanceof Refusal ? error : documentRefusal('document/invalid', { reason: reasonOf(error) })
  }
}

/** A new story: empty titles and one empty paragraph. */
export function emptyDocument(makeId: () => string = blockId): Node {
  const titles = titleNames.map((name) => schema.node(name))
  return schema.node('doc', null, [...titles, schema.node('paragraph', { id: makeId() })])
}

const titleNames = ['kicker', 'headline', 'deck', 'byline'] as const
const titleCount = titleNames.length

/** Walks without recursion, so that depth can't exhaust the stack and a cycle ends at the cap. */
function refuseShape(value: unknown): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw documentRefusal('document/not-a-document')
  const open: { value: object; depth: number }[] = [{ value, depth: 1 }]
  let seen = 0
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.depth > documentLimits.depth) throw documentRefusal('document/too-deep')
    for (const inner of Object.values(next.value) as unknown[]) {
      if (++seen > documentLimits.values) throw documentRefusal('document/too-large', { limit: documentLimits.bytes / 1000 })
      if (typeof inner === 'object' && inner !== null) open.push({ value: inner, depth: next.depth + 1 })
    }
  }
}

/** Only what JSON can say, with text that every database can hold. */
function plainCopy(value: unknown): unknown {
  const json = JSON.stringify(value)
  if (new TextEncoder().encode(json).length > documentLimits.bytes)
    throw documentRefusal('document/too-large', { limit: documentLimits.bytes / 1000 })
  return JSON.parse(json, (_key, inner: unknown) => (typeof inner === 'string' ? wellFormed(inner) : inner)) as unknown
}

const wellFormed = (text: string): string => text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g, '')
const reasonOf = (error: unknown): string => (error instanceof Error ? error.message.slice(0, 200) : 'unknown')
