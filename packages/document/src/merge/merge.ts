import { Fragment, type Node } from 'prosemirror-model'
import { keyedBlocks } from './keys.ts'
import { type ClashKind, mergeMaybe, type Outcome } from './node.ts'
import { idBefore, movedIds, placed } from './order.ts'
import { refilled, slotIds } from './slot-values.ts'
import type { Hunk } from './text.ts'

/** The three versions of a story: as it was taken over, as it is corrected above, as it is here. `locked`: blocks whose text is not ours to change. */
export type Versions = { readonly base: Node; readonly theirs: Node; readonly ours: Node; readonly locked?: ReadonlySet<string> }

/**
 * One block in which both sides changed the same. Ours stays until a person chooses. `block` is '' when the whole body has to be chosen; `after`: ids
 * behind which theirs would stand, nearest first.
 */
export type Conflict = {
  readonly block: string
  readonly kind: ClashKind | 'order'
  readonly hunks: readonly Hunk[]
  readonly choices: { readonly ours: Node | null; readonly theirs: Node | null; readonly base: Node | null }
  readonly after: readonly string[]
}
/** What was taken from above by itself. `near`: beside a change of this copy in the same sentence, to be read. Of a lock, `before` is what it overruled. */
export type Change = {
  readonly block: string
  readonly kind: 'text' | 'inserted' | 'deleted' | 'moved' | 'locked'
  readonly before: string
  readonly after: string
  readonly near: boolean
}
/** `base`: what the next merge starts from. A block with an open question keeps its old one, so that it is asked again. */
export type Merged = {
  readonly document: Node
  readonly base: Node
  readonly changes: readonly Change[]
  readonly conflicts: readonly Conflict[]
}

/** Three-way merge of a correction from above into a copy. Pure: to undo it is to go back to the text and the base from before. */
export function mergeCorrection(versions: Versions): Merged {
  const { base, theirs, ours } = versions
  const blocks = { base: keyedBlocks(base), theirs: keyedBlocks(theirs), ours: keyedBlocks(ours) }
  const ids = [...new Set([...blocks.ours.keys(), ...blocks.theirs.keys()])]
  const outcomes = new Map(ids.map((id) => [id, outcomeOf(id, blocks, versions.locked)]))
  const kept = ids.filter((id) => outcomes.get(id)?.node)
  const order = orderOf(blocks, kept)
  const document = ours.copy(Fragment.fromArray(order.ids.map((id) => outcomes.get(id)!.node!)))
  if (!theirs.type.validContent(document.content) || slotIds(document).twice) return askedAsWhole(versions)
  const conflicts = [
    ...ids.flatMap((id) => conflictsOf(id, blocks, outcomes.get(id)!)),
    ...order.ids.flatMap((id) => movedTwice(id, blocks, order, outcomes.get(id)!.node)),
  ]
  const changes = [...ids.flatMap((id) => outcomes.get(id)!.changes), ...order.travelled.map(movedChange)]
  return { document, base: nextBase(base, theirs, conflicts), changes, conflicts }
}

type Blocks = Readonly<Record<'base' | 'theirs' | 'ours', ReadonlyMap<string, Node>>>
type BlockOutcome = { readonly node: Node | null; readonly outcome: Outcome | null; readonly changes: readonly Change[] }

function outcomeOf(id: string, blocks: Blocks, locked: ReadonlySet<string> = new Set()): BlockOutcome {
  const [base, theirs, ours] = [blocks.base.get(id), blocks.theirs.get(id), blocks.ours.get(id)]
  if (locked.has(id) && (base ?? theirs)) return lockedOutcome(id, theirs, ours)
  const outcome = mergeMaybe(base, theirs, ours)
  const changes = outcome.taken.map(({ theirs: after, ours: before, near }) => ({ block: id, kind: 'text' as const, before, after, near }))
  return { node: outcome.ours, outcome, changes: changes.length === 0 ? wholeChange(id, ours, outcome) : changes }
}

/** Locked text is theirs; what stood here is kept in the note, what was put into its slots stays. */
function lockedOutcome(id: string, theirs: Node | undefined, ours: Node | undefined): BlockOutcome {
  const node = theirs ? (ours ? refilled(theirs, ours) : theirs) : null
  if (node && ours && node.eq(ours)) return { node, outcome: null, changes: [] }
  const change = { block: id, kind: 'locked' as const, before: shown(ours), after: shown(node), near: false }
  return { node, outcome: null, changes: node || ours ? [change] : [] }
}

/** A block that came, went, or was replaced as a whole. */
function wholeChange(id: string, ours: Node | undefined, { ours: now }: Outcome): Change[] {
  if (now && ours ? now.eq(ours) : !now && !ours) return []
  const kind = !now ? 'deleted' : ours ? 'text' : 'inserted'
  return [{ block: id, kind, before: shown(ours), after: shown(now), near: false }]
}
const shown = (node: Node | null | undefined): string =>
  node ? node.textBetween(0, node.content.size, '\n') || String(node.attrs.caption || node.attrs.asset || '') : ''

function conflictsOf(id: string, blocks: Blocks, { outcome }: BlockOutcome): Conflict[] {
  if (!outcome?.clash) return []
  const { clash: kind, hunks, ours, theirs } = outcome
  return [{ block: id, kind, hunks, choices: { ours, theirs, base: blocks.base.get(id) ?? null }, after: aboveOf(id, blocks) }]
}
/** The blocks that stand above it upstream, nearest first. */
function aboveOf(id: string, { theirs }: Blocks): string[] {
  const ids = [...theirs.keys()]
  return ids.slice(0, Math.max(0, ids.indexOf(id))).reverse()
}

type Order = {
  readonly ids: readonly string[]
  readonly travelled: readonly string[]
  readonly here: ReadonlySet<string>
  readonly above: ReadonlySet<string>
}
/** The order of this copy; what came or was moved above goes where it stands there, unless it was moved here too. */
function orderOf({ base, theirs, ours }: Blocks, kept: readonly string[]): Order {
  const [old, up, down] = [base, theirs, ours].map((blocks) => [...blocks.keys()].filter((id) => kept.includes(id)))
  const [above, here] = [movedIds(old!, up!), movedIds(old!, down!)]
  const travelled = up!.filter((id) => above.has(id) && !here.has(id))
  const travel = up!.filter((id) => !ours.has(id) || travelled.includes(id))
  const own = new Set(down!.filter((id) => !base.has(id) && !theirs.has(id)))
  const stay = down!.filter((id) => !travel.includes(id))
  return { ids: placed(stay, travel, up!, own), travelled: travelled.filter((id) => ours.has(id)), here, above }
}
const movedChange = (block: string): Change => ({ block, kind: 'moved', before: '', after: '', near: false })

/** Moved on both sides to different places. */
function movedTwice(id: string, blocks: Blocks, { here, above }: Order, node: Node | null): Conflict[] {
  const twice = here.has(id) && above.has(id) && idBefore([...blocks.ours.keys()], id) !== idBefore([...blocks.theirs.keys()], id)
  if (!twice) return []
  return [{ block: id, kind: 'order', hunks: [], choices: { base: node, theirs: node, ours: node }, after: aboveOf(id, blocks) }]
}

function askedAsWhole({ base, theirs, ours }: Versions): Merged {
  const conflict: Conflict = { block: '', kind: 'structure', hunks: [], choices: { base, theirs, ours }, after: [] }
  return { document: ours, base, changes: [], conflicts: [conflict] }
}

/** Theirs, but blocks with an open question as they were, where they stood. */
export function nextBase(base: Node, theirs: Node, open: readonly Conflict[]): Node {
  const asked = new Set(open.filter(({ kind }) => kind !== 'order').map(({ block }) => block))
  if (asked.has('')) return base
  const [old, next] = [keyedBlocks(base), keyedBlocks(theirs)]
  const order = [...old.keys()]
  const ids = placed(
    [...next.keys()],
    order.filter((id) => asked.has(id) && !next.has(id)),
    order,
  )
  const blocks = ids.map((id) => (asked.has(id) ? old.get(id) : next.get(id))).filter((block) => block !== undefined)
  return theirs.copy(Fragment.fromArray(blocks))
}
