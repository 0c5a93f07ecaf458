import { type Attrs, Fragment, type Node, type NodeType } from 'prosemirror-model'
import { type Keyed, keyedInside } from './keys.ts'
import { placed } from './order.ts'
import { type Hunk, mergeText, type Taken } from './text.ts'
import { type Both, choose, mergeAttributes } from './values.ts'

export type ClashKind = 'text' | 'attributes' | 'deletedAbove' | 'leftOutHere' | 'structure'
/** What came of one node: with ours, and with theirs, where both sides changed the same; null where it is gone. `clash`: a person has to choose. */
export type Outcome = {
  readonly ours: Node | null
  readonly theirs: Node | null
  readonly clash: ClashKind | null
  readonly hunks: readonly Hunk[]
  readonly taken: readonly Taken[]
}
type Maybe = Node | undefined

/** One node that at least one side has. Whatever can't be merged stays ours, and is asked. */
export function mergeMaybe(base: Maybe, theirs: Maybe, ours: Maybe): Outcome {
  if (base && theirs && ours) return mergeNode(base, theirs, ours)
  if (same(theirs, ours)) return agreed(ours ?? null)
  if (same(theirs, base)) return agreed(ours ?? null)
  if (same(ours, base)) return agreed(theirs ?? null)
  if (!ours) return asked('leftOutHere', theirs, ours)
  return asked(theirs ? 'structure' : 'deletedAbove', theirs, ours)
}
const same = (one: Maybe, other: Maybe) => (one && other ? one.eq(other) : one === other)

/** One node that all three have. */
export function mergeNode(base: Node, theirs: Node, ours: Node): Outcome {
  if (ours.eq(theirs) || theirs.eq(base)) return agreed(ours)
  if (ours.eq(base)) return agreed(theirs)
  if (isFilled(base, theirs, ours)) return agreed(ours)
  const kinds = new Set([base, theirs, ours].map(({ type }) => type))
  const isText = [base, theirs, ours].every(({ inlineContent }) => inlineContent)
  if ((kinds.size > 1 && !isText) || changesColumns(base, theirs, ours)) return asked('structure', theirs, ours)
  const attributes = mergeAttributes(base.attrs, theirs.attrs, ours.attrs)
  const type = mergeType(base.type, theirs.type, ours.type)
  const content = isText ? mergeInline(base, theirs, ours) : mergeInside(base, theirs, ours)
  return content ? put(type, attributes, content, { theirs, ours }) : asked('text', theirs, ours)
}
const agreed = (node: Node | null): Outcome => ({ ours: node, theirs: node, clash: null, hunks: [], taken: [] })
const asked = (clash: ClashKind, theirs: Maybe, ours: Maybe): Outcome => ({
  ours: ours ?? null,
  theirs: theirs ?? null,
  clash,
  hunks: [],
  taken: [],
})

/** A hole that was filled here stays filled, whatever above says of the hole. */
const isFilled = (base: Node, theirs: Node, ours: Node) => base.type.name === 'hole' && theirs.type === base.type && ours.type !== base.type

function mergeType(base: NodeType, theirs: NodeType, ours: NodeType): Both<NodeType> {
  const { clash } = choose(base.name, theirs.name, ours.name)
  const taken = ours === base ? theirs : ours
  return { ours: taken, theirs: clash ? theirs : taken, clash }
}

type Content = Both<Fragment> & Pick<Outcome, 'hunks' | 'taken'>
/** Type, attributes and content put together; what the schema does not allow is asked as a whole. */
function put(type: Both<NodeType>, attributes: Both<Attrs>, content: Content, { theirs, ours }: { theirs: Node; ours: Node }): Outcome {
  if (!type.ours.validContent(content.ours) || !type.theirs.validContent(content.theirs)) return asked('structure', theirs, ours)
  const clash = content.clash ? 'text' : attributes.clash || type.clash ? 'attributes' : null
  const made = (side: 'ours' | 'theirs') => type[side].create(attributes[side], content[side], ours.marks)
  return { ours: made('ours'), theirs: made('theirs'), clash, hunks: content.hunks, taken: content.taken }
}

function mergeInline(base: Node, theirs: Node, ours: Node): Content | undefined {
  const text = mergeText(base, theirs, ours)
  return text && { ...text, clash: text.hunks.length > 0 }
}

/**
 * Items, rows, cells, paragraphs of a box; each as a block is, in the order of this copy. Where children came or went and something is asked, nothing is
 * taken meanwhile: half of it would be matched otherwise the next time, and the question forgotten.
 */
function mergeInside(base: Node, theirs: Node, ours: Node): Content {
  const outcomes = outcomesInside(keyedInside(base, theirs, ours))
  const all = (side: 'ours' | 'theirs') => Fragment.fromArray(outcomes.map((one) => one[side]).filter((node) => node !== null))
  const clash = outcomes.some((one) => one.clash !== null)
  const waits = clash && new Set([base, theirs, ours].map(({ childCount }) => childCount)).size > 1
  const taken = waits ? [] : outcomes.flatMap((one) => one.taken)
  return { ours: waits ? ours.content : all('ours'), theirs: all('theirs'), clash, hunks: outcomes.flatMap(hunksOf), taken }
}

function outcomesInside({ base, theirs, ours }: Keyed): Outcome[] {
  const [above, here] = [[...theirs.keys()], [...ours.keys()]]
  const own = new Set(here.filter((key) => !base.has(key) && !theirs.has(key)))
  const travel = above.filter((key) => !ours.has(key))
  return placed(here, travel, above, own).map((key) => mergeMaybe(base.get(key), theirs.get(key), ours.get(key)))
}

/** What is asked inside, in words: a whole child where it is not about clauses. */
const hunksOf = ({ clash, hunks, ours, theirs }: Outcome): readonly Hunk[] =>
  clash && hunks.length === 0 ? [{ base: '', theirs: theirs?.textContent ?? '', ours: ours?.textContent ?? '' }] : hunks

/** A column from one side beside any change from the other would shift figures under other heads: such a table is asked as a whole. */
function changesColumns(base: Node, theirs: Node, ours: Node): boolean {
  if (base.type.spec.tableRole !== 'table') return false
  const widths = [base, theirs, ours].map(widthOf)
  return new Set(widths).size > 1
}
const widthOf = (table: Node): number =>
  Math.max(...table.children.map((row) => row.children.reduce((sum, cell) => sum + Number(cell.attrs.colspan ?? 1), 0)))
