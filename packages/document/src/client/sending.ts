import type { EditorState, Transaction } from 'prosemirror-state'
import type { Commit } from '../authority/commit.ts'
import { type Live, liveKey, liveOf } from './live.ts'

/** As many steps as one commit takes. */
const most = 200

/** Puts what waits in flight; null when a commit is in flight already, or nothing waits. Send `liveOf(state).flight`, the same one after a reconnect. */
export function launch(state: EditorState): Transaction | null {
  const live = liveOf(state)
  if (live.flight || live.pending.length === 0) return null
  return marked(state, inFlight({ ...live, nextId: live.nextId + 1 }, live.nextId, Math.min(most, live.pending.length)))
}

/** After `too-old`: the commit in flight as it has become, on the version that is known by now. It keeps its id, so that it counts once. */
export function relaunch(state: EditorState): Transaction {
  const live = liveOf(state)
  const count = live.pending.filter(({ sent }) => sent !== undefined).length
  return marked(state, live.flight && count > 0 ? inFlight(live, live.flight.commitId, count) : { ...live, flight: null })
}

const marked = (state: EditorState, live: Live): Transaction => state.tr.setMeta(liveKey, live)

function inFlight(live: Live, commitId: number, count: number): Live {
  const pending = live.pending.map(({ step, inverse }, index) => (index < count ? { step, inverse, sent: index } : { step, inverse }))
  const steps = pending.slice(0, count).map(({ step }) => step.toJSON() as unknown)
  const flight: Commit = { clientId: live.clientId, commitId, baseVersion: live.version, steps }
  return { ...live, pending, flight }
}
