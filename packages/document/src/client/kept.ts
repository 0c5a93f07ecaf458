import type { Node } from 'prosemirror-model'
import type { EditorState } from 'prosemirror-state'
import { Step } from 'prosemirror-transform'
import { schema } from '../schema.ts'
import { type Live, liveOf, type Pending, startLive } from './live.ts'

/** Plain data that brings an editor back after its page is gone: the confirmed document and what was pending on it. */
export type Kept = {
  readonly clientId: string
  readonly version: number
  readonly nextId: number
  readonly document: unknown
  readonly steps: readonly unknown[]
  /** Of each step its place in the commit in flight, or null. */
  readonly sent: readonly (number | null)[]
  readonly flight: Live['flight']
}

/** What to keep of an editor. */
export function keptOf(state: EditorState): Kept {
  const { clientId, version, nextId, pending, flight } = liveOf(state)
  const confirmed = pending.toReversed().reduce((doc, { inverse }) => inverse.apply(doc).doc ?? doc, state.doc)
  return {
    clientId,
    version,
    nextId,
    flight,
    document: confirmed.toJSON() as unknown,
    steps: pending.map(({ step }) => step.toJSON() as unknown),
    sent: pending.map(({ sent }) => sent ?? null),
  }
}

/** The document and the live state to open an editor with; a step that can't be read any more is left out. Throws when the document can't be. */
export function reopened(kept: Kept): { readonly doc: Node; readonly live: Live } {
  let doc = schema.nodeFromJSON(kept.document)
  doc.check()
  const pending: Pending[] = []
  kept.steps.forEach((json, index) => {
    const step = Step.fromJSON(schema, json)
    const after = step.apply(doc).doc
    if (!after) return
    const sent = kept.sent[index] ?? null
    pending.push({ step, inverse: step.invert(doc), ...(sent === null ? {} : { sent }) })
    doc = after
  })
  return { doc, live: { ...startLive(kept.clientId, kept.version, kept.nextId), pending, flight: kept.flight } }
}
