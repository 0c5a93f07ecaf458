import type { Attrs, Mark } from 'prosemirror-model'
import { Mark as Marks } from 'prosemirror-model'
import type { Token } from './tokens.ts'

/** What came of a three-way choice: with ours and with theirs where both sides changed the same. */
export type Both<T> = { readonly ours: T; readonly theirs: T; readonly clash: boolean }

/** What one side changed is taken; what both changed differently is a clash. */
export function choose<T>(base: T, theirs: T, ours: T): Both<T> {
  const [b, t, o] = [base, theirs, ours].map((value) => JSON.stringify(value))
  if (o === b || o === t) return { ours: theirs, theirs, clash: false }
  if (t === b) return { ours, theirs: ours, clash: false }
  return { ours, theirs, clash: true }
}

/** Attributes key by key. Caption, credit and crop belong to a picture: beside another picture on one side, any other change asks for all of it. */
export function mergeAttributes(base: Attrs, theirs: Attrs, ours: Attrs): Both<Attrs> {
  const whole = choose(base, theirs, ours)
  if (whole.clash && new Set([base.asset, theirs.asset, ours.asset]).size > 1) return whole
  const keys = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])]
  const picks = keys.map((key) => [key, choose<unknown>(base[key], theirs[key], ours[key])] as const)
  const all = (side: 'ours' | 'theirs') => Object.fromEntries(picks.map(([key, pick]) => [key, pick[side]]))
  return { ours: all('ours'), theirs: all('theirs'), clash: picks.some(([, { clash }]) => clash) }
}

/** Marks of both sides; one kind of mark changed differently on both (two links) is a clash. */
function mergeMarks(base: readonly Mark[], theirs: readonly Mark[], ours: readonly Mark[]): Both<readonly Mark[]> {
  if (Marks.sameSet(base, theirs)) return { ours, theirs: ours, clash: false }
  if (Marks.sameSet(base, ours)) return { ours: theirs, theirs, clash: false }
  const kinds = [...new Set([...base, ...theirs, ...ours].map(({ type }) => type))]
  const picks = kinds.map((kind) => choose(kind.isInSet(base), kind.isInSet(theirs), kind.isInSet(ours)))
  const set = (side: 'ours' | 'theirs') => picks.reduce<readonly Mark[]>((marks, pick) => pick[side]?.addToSet(marks) ?? marks, [])
  return { ours: set('ours'), theirs: set('theirs'), clash: picks.some(({ clash }) => clash) }
}

/** A token that all three have. */
export function blendToken(base: Token, theirs: Token, ours: Token): Both<Token> {
  if (isPlain(base) && isPlain(theirs) && isPlain(ours)) return { ours, theirs: ours, clash: false }
  const marks = base.marks.map((unit, at) => mergeMarks(unit, theirs.marks[at] ?? [], ours.marks[at] ?? []))
  const [b, t, o] = [base.node, theirs.node, ours.node]
  const attrs = b && t && o ? mergeAttributes(b.attrs, t.attrs, o.attrs) : undefined
  const make = (side: 'ours' | 'theirs'): Token => {
    const own = marks.map((unit) => unit[side])
    return o && attrs ? { text: base.text, marks: own, node: o.type.create(attrs[side]) } : { text: base.text, marks: own }
  }
  return { ours: make('ours'), theirs: make('theirs'), clash: attrs?.clash === true || marks.some(({ clash }) => clash) }
}

/** Most text has no marks: nothing is to be blended then. */
const isPlain = ({ node, marks }: Token) => node === undefined && marks.every((unit) => unit.length === 0)

/** How the marks of one token changed. */
export type MarkChange = { readonly add: readonly Mark[]; readonly drop: readonly Mark[] }
export function markChanges(before: Token, after: Token): readonly MarkChange[] {
  if (isPlain(before) && isPlain(after)) return unchanged
  return before.marks.map((unit, at) => {
    const own = after.marks[at] ?? []
    return { add: own.filter((mark) => !mark.isInSet(unit)), drop: unit.filter((mark) => !mark.isInSet(own)) }
  })
}

const unchanged: readonly MarkChange[] = [{ add: [], drop: [] }]

/** A new token in the marks that the other side gave to what it replaces. */
export function dressed(token: Token, { add, drop }: MarkChange): Token {
  const marks = token.marks.map((unit) =>
    add.reduce<readonly Mark[]>(
      (set, mark) => mark.addToSet(set),
      unit.filter((mark) => !mark.isInSet(drop)),
    ),
  )
  return { ...token, marks }
}
