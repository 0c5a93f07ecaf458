import { type EditorState, Plugin, PluginKey, type Transaction } from 'prosemirror-state'
import type { Step } from 'prosemirror-transform'
import type { Commit } from '../authority/commit.ts'
import { followSpans, type Span } from '../steps/spans.ts'

/** A step of this editor that is not confirmed. `sent` is its place in the commit in flight; undefined while it waits. */
export type Pending = { readonly step: Step; readonly inverse: Step; readonly sent?: number }

/**
 *   own step ──▶ waiting ──launch──▶ in flight ──in the stream──▶ confirmed
 *                                        └──refused──▶ withdrawn, given to the caller
 *
 * What is on screen is the confirmed document of `version` with `pending` on top: those in flight first, then those that wait.
 */
export type Live = {
  readonly clientId: string
  readonly version: number
  readonly pending: readonly Pending[]
  readonly flight: Commit | null
  readonly nextId: number
  /** Where others wrote since this editor opened: an undo must not take that along. */
  readonly foreign: readonly Span[]
}
/** Shows a transaction and gives the state after it. */
export type Apply = (tr: Transaction) => EditorState

export const liveKey = new PluginKey<Live>('live')

/** Whether a transaction follows the stream: nothing that the person did. */
export const isFromElsewhere = (tr: Transaction): boolean => tr.getMeta(liveKey) !== undefined

/** The state of live editing of an editor that has `liveEditing` among its plugins. */
export function liveOf(state: EditorState): Live {
  const live = liveKey.getState(state)
  if (!live) throw new Error('this editor does not edit live')
  return live
}

/** Nothing pending yet: an editor that opens at a version. `clientId` must be new, `nextId` one above what this client ever sent. */
export const startLive = (clientId: string, version: number, nextId = 1): Live => ({
  clientId,
  version,
  pending: [],
  flight: null,
  nextId,
  foreign: [],
})

/** The plugin that keeps what is pending. History must keep its steps apart, since each of them is rebased by itself. */
export function liveEditing(first: Live): Plugin<Live> {
  const spec = {
    key: liveKey,
    historyPreserveItems: true,
    state: {
      init: () => first,
      apply: (tr: Transaction, live: Live): Live => (tr.getMeta(liveKey) as Live | undefined) ?? withOwn(live, tr),
    },
  }
  return new Plugin<Live>(spec)
}

function withOwn(live: Live, tr: Transaction): Live {
  if (!tr.docChanged) return live
  const own = tr.steps.map((step, index) => ({ step, inverse: step.invert(tr.docs[index]!) }))
  return { ...live, pending: [...live.pending, ...own], foreign: followSpans(live.foreign, tr.mapping) }
}
