import type { Node } from 'prosemirror-model'
import { Mapping, Step, type StepMap, Transform } from 'prosemirror-transform'
import { blockId } from '../block-ids.ts'
import { documentLimits } from '../parse.ts'
import { mirrors, placeStep, sparing } from '../steps/place.ts'
import { isWellFormed } from '../steps/sound.ts'
import { insertedSpans } from '../steps/spans.ts'
import { faultOf } from './caps.ts'
import { type Commit, type CommitFault, type CommitLimits, type Confirmed, repairer } from './commit.ts'
import { repairIds } from './ids.ts'

/** The one that says in which order things happened in a story. Immutable: `receive` gives the next one, and an append that fails changes nothing. */
export type Authority = {
  readonly doc: Node
  /** How many commits were confirmed. */
  readonly version: number
  /** The newest of them with their maps, without a gap, up to `version`. */
  readonly recent: readonly Recent[]
  /** The last commit of each client: what counts once must be known for ever. */
  readonly last: ReadonlyMap<string, { readonly commitId: number; readonly version: number }>
}
type Recent = { readonly row: Confirmed; readonly maps: readonly StepMap[] }

export type Answer =
  | { readonly kind: 'confirmed'; readonly next: Authority; readonly rows: readonly Confirmed[]; readonly changes: readonly Transform[] }
  | { readonly kind: 'repeated'; readonly version: number }
  | { readonly kind: 'refused'; readonly fault: CommitFault }

export const commitLimits: CommitLimits = { steps: 500, bytes: documentLimits.bytes, blocks: documentLimits.blocks, recent: 2_000 }

/** An authority over a snapshot; `replay` brings it to the end of the log. */
export function startAuthority(doc: Node, version = 0, last: Authority['last'] = new Map()): Authority {
  return { doc, version, recent: [], last }
}

/** The authority after rows of the log; those it has are passed over. Throws when a row does not fit: that is a bug, never a refusal. */
export function replay(authority: Authority, rows: readonly Confirmed[], limits = commitLimits): Authority {
  let now = authority
  for (const row of rows) {
    if (row.version <= now.version) continue
    if (row.version !== now.version + 1) throw new Error(`the log goes on with ${row.version} after ${now.version}`)
    const tr = new Transform(now.doc)
    for (const json of row.steps) tr.step(Step.fromJSON(now.doc.type.schema, json))
    now = adopted(now, row, tr, limits)
  }
  return now
}

/** The same authority with older rows of the log at hand, so that a client that was away for long can be answered. Rows must end where `recent` begins. */
export function withOlder(authority: Authority, rows: readonly Confirmed[]): Authority {
  const first = authority.version - authority.recent.length
  const older = rows.filter(({ version }) => version <= first)
  if (older.some(({ version }, index) => version !== first - older.length + 1 + index)) return authority
  return { ...authority, recent: [...older.map((row) => ({ row, maps: mapsOf(authority.doc, row) })), ...authority.recent] }
}

/** What a client at `version` has missed; null when older rows of the log, or a snapshot, have to tell. */
export function since(authority: Authority, version: number): readonly Confirmed[] | null {
  return recentSince(authority, version)?.map(({ row }) => row) ?? null
}

/**
 * Takes a commit: rebased over what its client had not seen, checked, with block ids repaired by a commit of its own. Append `rows` durably, then adopt
 * `next`, then broadcast. Never throws.
 */
export function receive(authority: Authority, commit: Commit, limits = commitLimits, makeId = blockId): Answer {
  const last = authority.last.get(commit.clientId)
  if (last && commit.commitId <= last.commitId) return { kind: 'repeated', version: last.version }
  if (commit.baseVersion > authority.version) return refused('ahead')
  if (last && commit.baseVersion < last.version) return refused('stale')
  if (commit.steps.length > limits.steps) return refused('too-many-steps')
  const missed = recentSince(authority, commit.baseVersion)
  if (!missed) return refused('too-old')
  const steps = stepsOf(authority.doc, commit)
  if (!steps) return refused('malformed')
  try {
    const { tr, origins } = rebased(authority.doc, steps, missed)
    const fault = faultOf(authority.doc, tr.doc, limits)
    return fault ? refused(fault) : confirmed(authority, commit, tr, origins, limits, makeId)
  } catch {
    return refused('invalid')
  }
}

const refused = (fault: CommitFault): Answer => ({ kind: 'refused', fault })

function recentSince({ version, recent }: Authority, from: number): readonly Recent[] | null {
  const count = version - from
  return count < 0 || count > recent.length ? null : recent.slice(recent.length - count)
}

function stepsOf(doc: Node, { clientId, steps }: Commit): Step[] | null {
  try {
    if (clientId === repairer || steps.length === 0 || !isWellFormed(JSON.stringify(steps))) return null
    const parsed = steps.map((json) => Step.fromJSON(doc.type.schema, json))
    return parsed.every(isForward) ? parsed : null
  } catch {
    return null
  }
}

/** ProseMirror reads a step that runs backwards (from > to) without a word, and it would then copy content. */
function isForward(step: Step): boolean {
  let reached = 0
  let forward = true
  step.getMap().forEach((from, to, newFrom, newTo) => {
    forward &&= Number.isSafeInteger(from) && Number.isSafeInteger(to) && reached <= from && from <= to && newFrom <= newTo
    reached = to
  })
  return forward
}

/** Each step goes back over the steps before it, forward over what was missed, and over those before it as they are now. */
function rebased(doc: Node, steps: readonly Step[], missed: readonly Recent[]) {
  const tr = new Transform(doc)
  const over = missed.flatMap(({ maps }) => maps)
  const mapping = new Mapping([...steps.map((step) => step.getMap().invert()).reverse(), ...over])
  const unseen = sparing(insertedSpans(over))
  const origins: number[] = []
  steps.forEach((step, index) => {
    const placement = placeStep(tr, step, mapping.slice(steps.length - index), unseen.now())
    if (placement === 'gone') return
    const placed = tr.steps.at(-1)!
    mapping.appendMap(placed.getMap(), mirrors(step, placed) ? steps.length - 1 - index : undefined)
    unseen.after(placed.getMap(), placement)
    origins.push(index)
  })
  return { tr, origins }
}

function confirmed(
  authority: Authority,
  commit: Commit,
  tr: Transform,
  origins: readonly number[],
  limits: CommitLimits,
  makeId: () => string,
): Answer {
  const version = authority.version + 1
  const { clientId, commitId, baseVersion } = commit
  const own: Confirmed = { clientId, commitId, baseVersion, steps: jsonOf(tr), version, origins }
  const next = adopted(authority, own, tr, limits)
  const repair = repairIds(authority.doc, tr, makeId)
  if (!repair.docChanged) return { kind: 'confirmed', next, rows: [own], changes: [tr] }
  const added: Confirmed = {
    clientId: repairer,
    commitId: version + 1,
    baseVersion: version,
    steps: jsonOf(repair),
    version: version + 1,
    origins: [],
  }
  return { kind: 'confirmed', next: adopted(next, added, repair, limits), rows: [own, added], changes: [tr, repair] }
}

const jsonOf = ({ steps }: Transform): unknown[] => steps.map((step) => step.toJSON() as unknown)
const mapsOf = (doc: Node, row: Confirmed): StepMap[] => row.steps.map((json) => Step.fromJSON(doc.type.schema, json).getMap())

function adopted({ last, recent }: Authority, row: Confirmed, tr: Transform, limits: CommitLimits): Authority {
  const { clientId, commitId, version } = row
  return {
    doc: tr.doc,
    version,
    last: clientId === repairer ? last : new Map(last).set(clientId, { commitId, version }),
    recent: [...recent.slice(-limits.recent + 1), { row, maps: tr.mapping.maps }],
  }
}
