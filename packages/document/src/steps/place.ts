import type { Node } from 'prosemirror-model'
import { type Mapping, ReplaceAroundStep, ReplaceStep, replaceStep, type Step, type StepMap, type Transform } from 'prosemirror-transform'
import { isSound } from './sound.ts'
import { followSpans, hasMatter, insertedSpans, joinedSpans, type Span } from './spans.ts'

/** What became of a step: `placed` where it belongs, `moved` beside it because its place is gone, or `gone`: nothing was left of it to do. */
export type Placement = 'placed' | 'moved' | 'gone'

/**
 * Applies to `tr` a step that was made on another document; `mapping` leads from there to `tr.doc`. A deletion spares what its author had not seen
 * (`unseen`, in `tr.doc`): exactly, or with the blocks around it, or not at all. Text whose place is gone goes beside where that place was.
 */
export function placeStep(tr: Transform, step: Step, mapping: Mapping, unseen: readonly Span[]): Placement {
  const mapped = carried(step, mapping)
  if (mapped && spared(tr.doc, mapped, unseen).some((one) => applies(tr, one))) return 'placed'
  return besides(tr.doc, step, mapping).some((one) => applies(tr, one)) ? 'moved' : 'gone'
}

/** Applies a step unless it fails or what comes of it is no document; some throw where others say so (an attribute of what is text by now). */
function applies(tr: Transform, step: Step): boolean {
  try {
    const { doc } = step.apply(tr.doc)
    return doc !== null && isSound(doc) && !tr.maybeStep(step).failed
  } catch {
    return false
  }
}

/** An insertion whose two sides come through a mirror differently would come out as a replacement, and delete what lies between: it stays an insertion. */
function carried(step: Step, mapping: Mapping): Step | null {
  const mapped = step.map(mapping)
  if (!(step instanceof ReplaceStep && mapped instanceof ReplaceStep)) return mapped
  return step.from === step.to && mapped.from < mapped.to ? new ReplaceStep(mapped.to, mapped.to, mapped.slice) : mapped
}

/** The step as it is when it deletes nothing unseen; else as one that keeps a gap around that. */
function spared(doc: Node, step: Step, unseen: readonly Span[]): Step[] {
  if (!(step instanceof ReplaceStep || step instanceof ReplaceAroundStep)) return [step]
  const kept = deleted(step).flatMap((side) => unseen.filter((span) => within(side, span) && hasMatter(doc.slice(span.from, span.to))))
  if (kept.length === 0) return [step]
  const gap = around(step instanceof ReplaceAroundStep ? [...kept, { from: step.gapFrom, to: step.gapTo }] : kept)
  const at = step instanceof ReplaceAroundStep ? step.insert : step.slice.openEnd > 0 ? 0 : step.slice.size
  return [gap, roundedOut(doc, step, gap)]
    .filter((one) => within(step, one))
    .map(({ from, to }) => new ReplaceAroundStep(step.from, step.to, from, to, step.slice, at))
}

const within = (outer: Span, { from, to }: Span): boolean => outer.from <= from && to <= outer.to
const around = (spans: readonly Span[]): Span => ({
  from: Math.min(...spans.map(({ from }) => from)),
  to: Math.max(...spans.map(({ to }) => to)),
})

function deleted(step: ReplaceStep | ReplaceAroundStep): readonly Span[] {
  if (step instanceof ReplaceStep) return [step]
  return [
    { from: step.from, to: step.gapFrom },
    { from: step.gapTo, to: step.to },
  ]
}

/** The gap, grown to whole children of the node in which the deletion happens. */
function roundedOut(doc: Node, { from, to }: Span, gap: Span): Span {
  const depth = doc.resolve(from).sharedDepth(to)
  const [start, end] = [doc.resolve(gap.from), doc.resolve(gap.to)]
  return { from: start.depth > depth ? start.before(depth + 1) : gap.from, to: end.depth > depth ? end.after(depth + 1) : gap.to }
}

/**
 * The matter of a step as near to its lost place as it fits: there, a place to either side, after each of the nodes around, at last wrapped as the
 * schema wants it, or at the end. The number and sizes of a step's ranges stay what they were: a mirror whose map has fewer of them maps to NaN.
 */
function besides(doc: Node, step: Step, mapping: Mapping): Step[] {
  if (!(step instanceof ReplaceStep || step instanceof ReplaceAroundStep) || !hasMatter(step.slice)) return []
  const { slice } = step
  const place = doc.resolve(mapping.map(step.from))
  const after = Array.from({ length: place.depth }, (_, up) => place.after(place.depth - up))
  const near = [place.pos, place.pos - 1, place.pos + 1, ...after].filter((at) => at >= 0 && at <= doc.content.size)
  if (step instanceof ReplaceAroundStep) return near.map((at) => new ReplaceAroundStep(at, at, at, at, slice, slice.size))
  const wrapped = [place.pos, doc.content.size].map((at) => replaceStep(doc, at, at, slice)).filter((one) => one !== null)
  return [...near.map((at) => new ReplaceStep(at, at, slice)), ...wrapped]
}

/**
 * Whether places inside what `step` put in are found again in what `placed` put in. Not when that has less room (a slice that had to be fitted): a
 * mirror of the two would lead out of the document.
 */
export function mirrors(step: Step, placed: Step): boolean {
  const [one, other] = [roomOf(step), roomOf(placed)]
  return one.ranges <= other.ranges && one.size <= other.size
}

function roomOf(step: Step): { readonly ranges: number; readonly size: number } {
  let [ranges, size] = [0, 0]
  step.getMap().forEach((_from, _to, from, to) => {
    ranges++
    size += to - from
  })
  return { ranges, size }
}

/** Puts back, by `fix`, those spans of `before` that `change` deleted, each where it was. */
export function restoreSpans(before: Node, change: Mapping, spans: readonly Span[], fix: Transform): void {
  const gone = spans.filter(({ from, to }) => change.map(from, 1) >= change.map(to, -1))
  for (const { from, to } of joinedSpans(gone)) {
    const slice = before.slice(from, to)
    const at = fix.mapping.map(change.map(from))
    const step = hasMatter(slice) ? replaceStep(fix.doc, at, at, slice) : null
    if (step) applies(fix, step)
  }
}

/**
 * The spans that steps must spare, kept up while they are placed one after the other. One's own text that had to move is among them: a deletion that
 * comes later was not meant for it.
 */
export function sparing(first: readonly Span[]) {
  let spans = first
  return {
    now: () => spans,
    after: (map: StepMap, placement: Placement) => {
      spans = followSpans(spans, map)
      if (placement === 'moved') spans = [...spans, ...insertedSpans([map])]
    },
  }
}

/** Whether `done` is what is left of `step` when it has to go elsewhere. */
export function isElsewhere(step: Step, mapping: Mapping, done: Step): boolean {
  const mapped = carried(step, mapping)
  return mapped === null || JSON.stringify(mapped) !== JSON.stringify(done)
}
