import { type EditorState, TextSelection, type Transaction } from 'prosemirror-state'
import type { Step } from 'prosemirror-transform'
import { isElsewhere, mirrors, placeStep, sparing } from '../steps/place.ts'
import { followSpans, insertedSpans } from '../steps/spans.ts'
import { type Live, liveKey, liveOf, type Pending } from './live.ts'

/** What to do with the pending steps: take them all back, apply `over`, put `kept` on top. `origins[n]`: the pending step that over[n] confirms. */
export type Rebase = {
  readonly over: readonly Step[]
  readonly origins?: readonly number[]
  readonly kept: readonly Pending[]
  readonly next: Omit<Live, 'pending' | 'foreign'>
}

/** One transaction that does it. Steps that come back are mirrors of what they were, so that places, selection and history find them again. */
export function rebase(state: EditorState, { over, origins = [], kept, next }: Rebase): Transaction {
  const { pending, foreign } = liveOf(state)
  const { tr } = state
  if (over.length === 0 && kept.length === pending.length) return tr.setMeta(liveKey, { ...next, pending: kept, foreign })
  for (const { inverse } of pending.toReversed()) tr.step(inverse)
  const own = sparing([])
  over.forEach((step, n) => {
    const origin = origins[n]
    const elsewhere = origin !== undefined && isElsewhere(pending[origin]!.step, tr.mapping.slice(pending.length - origin), step)
    tr.step(step)
    own.after(step.getMap(), elsewhere ? 'moved' : 'placed')
    if (origin !== undefined) mirror(tr, pending, origin)
  })
  const others = sparing(origins.length > 0 ? [] : insertedSpans(tr.mapping.maps.slice(pending.length)))
  const rebased = kept.flatMap((one) => {
    const place = pending.indexOf(one)
    const placement = placeStep(tr, one.step, tr.mapping.slice(pending.length - place), [...others.now(), ...own.now()])
    if (placement === 'gone') return []
    mirror(tr, pending, place)
    const step = tr.steps.at(-1)!
    others.after(step.getMap(), 'placed')
    own.after(step.getMap(), placement)
    return [{ ...one, step, inverse: step.invert(tr.docs.at(-1)!) }]
  })
  const theirs = [...followSpans(foreign, tr.mapping), ...others.now()]
  return withCursor(state, tr)
    .setMeta('rebased', pending.length)
    .setMeta('addToHistory', false)
    .setMeta(liveKey, { ...next, pending: rebased, foreign: theirs })
}

/** The last step of the transaction is the pending one at `place`, come back. `setMirror` is public at run time and left out of the types. */
function mirror({ mapping, steps }: Transaction, pending: readonly Pending[], place: number): void {
  if (!mirrors(pending[place]!.step, steps.at(-1)!)) return
  const open = mapping as unknown as { setMirror: (one: number, other: number) => void }
  open.setMirror(pending.length - 1 - place, steps.length - 1)
}

/** What others write exactly at the cursor goes after it; what was chosen for the next letter (bold) stays chosen. */
function withCursor({ selection, storedMarks }: EditorState, tr: Transaction): Transaction {
  if (!tr.docChanged) return tr
  if (selection instanceof TextSelection) {
    const at = (pos: number) => tr.doc.resolve(tr.mapping.map(pos, -1))
    tr.setSelection(TextSelection.between(at(selection.anchor), at(selection.head), -1))
  }
  return storedMarks ? tr.setStoredMarks(storedMarks) : tr
}
