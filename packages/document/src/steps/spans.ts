import type { Slice } from 'prosemirror-model'
import type { Mapping, StepMap } from 'prosemirror-transform'

/** A stretch of a document, by positions. */
export type Span = { readonly from: number; readonly to: number }

/** Where these maps, one after the other, put new matter: in the document after the last of them. */
export function insertedSpans(maps: readonly StepMap[]): readonly Span[] {
  let spans: readonly Span[] = []
  for (const map of maps) {
    spans = followSpans(spans, map)
    map.forEach((_from, _to, from, to) => {
      if (from < to) spans = [...spans, { from, to }]
    })
  }
  return spans
}

/** The spans after a change; one that was deleted is gone. Text put in at an edge does not belong to it. */
export function followSpans(spans: readonly Span[], change: StepMap | Mapping): readonly Span[] {
  return spans.map(({ from, to }) => ({ from: change.map(from, 1), to: change.map(to, -1) })).filter(({ from, to }) => from < to)
}

/** The spans in order, those that touch or overlap as one. */
export function joinedSpans(spans: readonly Span[]): readonly Span[] {
  const joined: Span[] = []
  for (const span of spans.toSorted((one, other) => one.from - other.from)) {
    const last = joined.at(-1)
    if (last && span.from <= last.to) joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, span.to) }
    else joined.push(span)
  }
  return joined
}

/** Whether a slice holds anything a reader would miss: text, a picture, a break. Empty blocks and halves of blocks are form alone. */
export function hasMatter({ content }: Slice): boolean {
  let found = false
  content.descendants((node) => {
    found ||= node.isText || (node.isLeaf && !node.isTextblock)
    return !found
  })
  return found
}
