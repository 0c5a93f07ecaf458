import type { Node } from 'prosemirror-model'
import type { EditorState, Transaction } from 'prosemirror-state'
import { Step } from 'prosemirror-transform'
import type { Confirmed } from '../authority/commit.ts'
import { stepsToward } from '../steps/toward.ts'
import { type Apply, type Live, liveKey, liveOf, type Pending } from './live.ts'
import { rebase } from './rebase.ts'

/** A whole state of the story: the document of a version, and the last commit of this client that is in it. */
export type Snapshot = { readonly doc: Node; readonly version: number; readonly lastCommitId: number }

/**
 * Takes what is new of the stream's rows. Confirmed is what they say, never one's own idea of it. `gap`: something before them is missing; ask for what
 * came since `liveOf(state).version`.
 */
export function hear(state: EditorState, rows: readonly Confirmed[], apply: Apply): { readonly state: EditorState; readonly gap: boolean } {
  let now = state
  for (let at = 0; at < rows.length; ) {
    const live = liveOf(now)
    const row = rows[at]!
    if (row.version > live.version + 1) return { state: now, gap: true }
    if (row.version <= live.version) {
      at++
      continue
    }
    const end = isOwn(row, live) ? at + 1 : endOfOthers(rows, at, live)
    now = apply(isOwn(row, live) ? confirmOwn(now, row) : followOthers(now, rows.slice(at, end)))
    at = end
  }
  return { state: now, gap: false }
}

/** Takes a refused commit out of the text again. Its steps are in `liveOf(state).flight` until then: keep them for the person. */
export function withdraw(state: EditorState): Transaction {
  const { pending, ...live } = liveOf(state)
  return rebase(state, { over: [], kept: waiting(pending), next: { ...live, flight: null } })
}

/**
 * Takes all that is pending out of the text: of an editor that came back with less than it had sent (a browser that lost its last writes), so that
 * nothing is sent twice. `lastCommitId`: the last commit that the kitchen has of it.
 */
export function forget(state: EditorState, lastCommitId: number): Transaction {
  const { pending: _, ...live } = liveOf(state)
  return rebase(state, { over: [], kept: [], next: { ...live, flight: null, nextId: lastCommitId + 1 } })
}

/** Adopts a snapshot, changing only what differs, with what is pending on top; a commit that the snapshot holds already does not come again. */
export function adopt(state: EditorState, { doc, version, lastCommitId }: Snapshot): Transaction {
  const { pending, ...live } = liveOf(state)
  const done = live.flight !== null && live.flight.commitId <= lastCommitId
  const before = pending.toReversed().reduce((at, { inverse }) => inverse.apply(at).doc ?? at, state.doc)
  const next = { ...live, version, flight: done ? null : live.flight }
  return rebase(state, { over: stepsToward(before, doc), kept: done ? waiting(pending) : pending, next })
}

const isOwn = (row: Confirmed, { clientId, flight }: Live): boolean => row.clientId === clientId && row.commitId === flight?.commitId
const waiting = (pending: readonly Pending[]): readonly Pending[] => pending.filter(({ sent }) => sent === undefined)

/** Others' commits in a row are one transaction; one's own stands alone, for history follows one kind of change at a time. */
function endOfOthers(rows: readonly Confirmed[], start: number, live: Live): number {
  let end = start + 1
  while (end < rows.length && !isOwn(rows[end]!, live) && rows[end]!.version === rows[end - 1]!.version + 1) end++
  return end
}

function followOthers(state: EditorState, rows: readonly Confirmed[]): Transaction {
  const { pending, ...live } = liveOf(state)
  return rebase(state, {
    over: rows.flatMap((row) => stepsOf(state, row)),
    kept: pending,
    next: { ...live, version: rows.at(-1)!.version },
  })
}

/** Mostly the confirmed steps are the ones on screen: then nothing moves, and an input method goes on composing. */
function confirmOwn(state: EditorState, row: Confirmed): Transaction {
  const live = liveOf(state)
  const next = { ...live, version: row.version, flight: null }
  const sent = live.pending.filter((one) => one.sent !== undefined)
  const kept = waiting(live.pending)
  if (JSON.stringify(row.steps) === JSON.stringify(sent.map(({ step }) => step)))
    return state.tr.setMeta(liveKey, { ...next, pending: kept })
  const origins =
    row.baseVersion === live.flight?.baseVersion ? row.origins.map((origin) => sent.findIndex((one) => one.sent === origin)) : []
  return rebase(state, { over: stepsOf(state, row), origins: origins.includes(-1) ? [] : origins, kept, next })
}

const stepsOf = ({ schema }: EditorState, { steps }: Confirmed): Step[] => steps.map((json) => Step.fromJSON(schema, json))
