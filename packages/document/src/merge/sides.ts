import type { Node } from 'prosemirror-model'
import { differences } from './differences.ts'
import { type Token, tokensOf } from './tokens.ts'

/** What one side did: `from`..`to` of the base became `at`..`end` of its own tokens. */
export type Edit = { readonly from: number; readonly to: number; readonly at: number; readonly end: number }
/** One side of a text block: its tokens, its edits, and which token of it each base token is (-1: gone), and the other way round. */
export type Side = {
  readonly tokens: readonly Token[]
  readonly edits: readonly Edit[]
  readonly here: readonly number[]
  readonly origin: readonly number[]
}
/** A range of the base that one side changed (1: here, 2: above, 3: both), or both alike (0). */
export type Cluster = { readonly from: number; readonly to: number; readonly by: number }

const endOfClause = /[，,。！？；;：:\n!?]$/
const endOfSentence = /[。！？；;\n!?]$/
type Reach = 'clause' | 'sentence'
const ends = (token: Token | undefined, reach: Reach): boolean =>
  !token || (reach === 'clause' ? endOfClause : endOfSentence).test(token.text)

/** One side against the base. Clauses are matched whole before tokens are: a moved clause is not chopped, and it is quick. */
export function sideOf(base: readonly Token[], block: Node): Side {
  const tokens = tokensOf(block)
  const [old, own] = [clausesOf(base), clausesOf(tokens)]
  const edits = differences(old.texts, own.texts).flatMap((part) => {
    const [from, to, at, end] = [old.starts[part.from]!, old.starts[part.to]!, own.starts[part.at]!, own.starts[part.end]!]
    const inside = differences(textsOf(base.slice(from, to)), textsOf(tokens.slice(at, end)))
    return inside.map((edit) => ({ from: edit.from + from, to: edit.to + from, at: edit.at + at, end: edit.end + at }))
  })
  return { tokens, edits, ...placesOf(base.length, tokens.length, edits) }
}
const textsOf = (tokens: readonly Token[]) => tokens.map(({ text }) => text)

function clausesOf(tokens: readonly Token[]): { starts: number[]; texts: string[] } {
  const inner = tokens.flatMap((_, at) => (at > 0 && ends(tokens[at - 1], 'clause') ? [at] : []))
  const starts = tokens.length === 0 ? [0] : [0, ...inner, tokens.length]
  const texts = starts.slice(1).map((to, at) => textsOf(tokens.slice(starts[at], to)).join('\0'))
  return { starts, texts }
}

function placesOf(length: number, own: number, edits: readonly Edit[]): Pick<Side, 'here' | 'origin'> {
  const here = new Array<number>(length).fill(-1)
  const origin = new Array<number>(own).fill(-1)
  let [i, j] = [0, 0]
  for (const edit of [...edits, { from: length, to: length, at: own, end: own }]) {
    for (; i < edit.from; i++, j++) {
      here[i] = j
      origin[j] = i
    }
    ;[i, j] = [edit.to, edit.end]
  }
  return { here, origin }
}

/** The side's own tokens in place of the base range. */
export function projected({ tokens, edits }: Side, from: number, to: number): readonly Token[] {
  const grown = (some: readonly Edit[]) => some.reduce((sum, edit) => sum + edit.end - edit.at - (edit.to - edit.from), 0)
  const before = grown(edits.filter((edit) => edit.from < from))
  const inside = grown(edits.filter((edit) => edit.from >= from && edit.to <= to))
  return tokens.slice(from + before, to + before + inside)
}

/** The base range that an edit speaks about. A closed clause put before another speaks for itself; what is added behind belongs to what it follows. */
export function reachOf(base: readonly Token[], own: readonly Token[], edit: Edit, reach: Reach): readonly [number, number] {
  let { from, to } = edit
  while (from > 0 && !ends(base[from - 1], reach)) from--
  const closed = ends(base[to - 1], reach) && (edit.at === edit.end || ends(own[edit.end - 1], reach))
  if (closed) return [from, to]
  while (to < base.length) if (ends(base[to++], reach)) break
  return [from, to]
}

/** Edits joined where they touch or lie in one clause. */
export function clustersOf(base: readonly Token[], theirs: Side, ours: Side): Cluster[] {
  const agreed = agreedEdits(theirs, ours)
  const reaching = [ours, theirs].flatMap((side, at) =>
    side.edits.map((edit) => {
      if (agreed.has(wordsOfEdit(side, edit))) return { from: edit.from, to: edit.to, by: 0, low: edit.from, high: edit.to }
      const [low, high] = reachOf(base, side.tokens, edit, 'clause')
      return { from: edit.from, to: edit.to, by: at + 1, low, high }
    }),
  )
  return joined(reaching.sort((a, b) => a.low - b.low || a.from - b.from))
}

/** The same edit on both sides counts for neither. */
function agreedEdits(theirs: Side, ours: Side): Set<string> {
  const above = new Set(theirs.edits.map((edit) => wordsOfEdit(theirs, edit)))
  return new Set(ours.edits.map((edit) => wordsOfEdit(ours, edit)).filter((words) => above.has(words)))
}
const wordsOfEdit = ({ tokens }: Side, { from, to, at, end }: Edit) => `${from} ${to} ${textsOf(tokens.slice(at, end)).join('\0')}`

function joined(edits: readonly (Cluster & { low: number; high: number })[]): Cluster[] {
  const found: (Cluster & { high: number })[] = []
  for (const { from, to, by, low, high } of edits) {
    const last = found.at(-1)
    if (!last || (low >= last.high && from > last.to)) found.push({ from, to, by, high })
    else
      found[found.length - 1] = {
        from: Math.min(last.from, from),
        to: Math.max(last.to, to),
        by: last.by | by,
        high: Math.max(last.high, high),
      }
  }
  return found
}
