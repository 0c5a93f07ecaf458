import type { LiveRow, StoryState } from '@kitchen/api'
import { append, type Tx } from '@kitchen/database'
import { countCharacters, headlineOf } from '@kitchen/document'
import {
  type Answer,
  type Authority,
  type Commit,
  type CommitFault,
  receive,
  replay,
  touchedBlocks,
  withOlder,
} from '@kitchen/document/authority'
import { type Caller, type CentreId, may, Refusal, type StoryId } from '@kitchen/model'
import type { Node } from 'prosemirror-model'
import { type Copy, refuseBrokenLocks } from '../copies/copy.ts'
import { copyOf } from '../copies/rows.ts'
import { refuse } from '../refusals.ts'
import { lockedStory } from '../rows.ts'
import { reasonOfEdit, returned } from '../steps.ts'
import { draftsOf, store } from '../store.ts'
import type { Fact } from '../story.ts'
import { appendLog, readLog } from './log.ts'

/** A commit of a person, and where its outcome goes. */
export type Asked = {
  readonly caller: Caller
  readonly commit: Commit
  readonly done: (version: number) => void
  readonly failed: (error: unknown) => void
}
export type Place = { readonly id: StoryId; readonly centre: CentreId }
/** What came of a batch: the authority to adopt once all is durable, rows to tell, and what to tell each that asked. */
export type Outcome = { readonly next: Authority; readonly rows: readonly LiveRow[]; readonly tell: readonly (() => void)[] }

/** How many commits the text's own row may lie behind the log. */
const snapshotEvery = 50
/** No client is waited for with more rows than these. */
const oldest = 20_000

type Head = {
  readonly state: StoryState
  readonly discarded: boolean
  readonly copied: boolean
  readonly revision: number
  readonly snapshot: number
}

/**
 * Takes a batch of commits within a transaction that holds the story's key: sees the head (another process may have written), rebases, appends to the
 * log. Rights and the state of the story are looked at for every commit.
 */
export async function takeCommits(tx: Tx, place: Place, known: Authority, batch: readonly Asked[], at: string): Promise<Outcome> {
  const { rows: found } = await tx.query<Head>({ name: 'editing head', text: HEAD, values: [place.id] })
  const [head] = found
  if (!head) throw refuse('editing/no-story')
  let authority = await caughtUp(tx, place, known, head.revision)
  const copy = head.copied ? await copyOf(tx, place.id) : undefined
  const missed = authority.recent.filter(({ row }) => row.version > known.version).map(({ row }) => row as LiveRow)
  const rows: LiveRow[] = []
  const tell: (() => void)[] = []
  for (const asked of batch) {
    const answer = mayWrite(place, head, asked.caller) ?? unlocked(copy, await answerTo(tx, place, authority, asked.commit))
    if (answer instanceof Error) tell.push(() => asked.failed(answer))
    else if (answer.kind === 'refused') tell.push(() => asked.failed(faultOf(answer.fault)))
    else {
      tell.push(() => asked.done(answer.kind === 'confirmed' ? answer.next.version : answer.version))
      if (answer.kind === 'confirmed') {
        const told = rowsOf(answer, asked.caller, at)
        authority = named(answer, told)
        rows.push(...told)
      }
    }
  }
  if (rows.length > 0) await write(tx, place, head, { authority, rows, batch, at })
  return { next: authority, rows: [...missed, ...rows], tell }
}
const HEAD =
  'select state, revision, snapshot, discarded is not null as discarded, origin is not null as copied from editing.story where id = $1 for update'

/** The authority at the head of the log. */
export async function caughtUp(tx: Tx, { id }: Place, known: Authority, head: number): Promise<Authority> {
  return head === known.version ? known : replay(known, await readLog(tx, id, known.version, head))
}

function mayWrite({ centre }: Place, { state, discarded }: Head, caller: Caller): Error | null {
  if (discarded) return refuse('editing/no-story')
  if (!may(caller, 'story.write', centre)) return refuse('editing/not-allowed')
  return state === 'released' || state === 'recalled' ? refuse('editing/closed') : null
}

/** In a copy nothing changes that its original's terms lock. */
function unlocked(copy: Copy | undefined, answer: Answer): Answer | Error {
  if (!copy || answer.kind !== 'confirmed') return answer
  try {
    refuseBrokenLocks(copy, answer.next.doc)
    return answer
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

/** Older rows are read before anybody is told that they were away for too long. */
async function answerTo(tx: Tx, { id }: Place, authority: Authority, commit: Commit): Promise<Answer> {
  const answer = receive(authority, commit)
  if (answer.kind !== 'refused' || answer.fault !== 'too-old' || authority.version - commit.baseVersion > oldest) return answer
  const older = await readLog(tx, id, commit.baseVersion, authority.version - authority.recent.length)
  return receive(withOlder(authority, older as LiveRow[]), commit)
}

/** The next authority, whose rows say who made them: whoever comes back is told the same as those who were there. */
const named = ({ next, changes }: Extract<Answer, { kind: 'confirmed' }>, told: readonly LiveRow[]): Authority => ({
  ...next,
  recent: [...next.recent.slice(0, -told.length), ...told.map((row, index) => ({ row, maps: changes[index]!.mapping.maps }))],
})

/** The rows of one answer as they are logged and told. */
function rowsOf(answer: Extract<Answer, { kind: 'confirmed' }>, { person, name }: Caller, at: string): LiveRow[] {
  return answer.rows.map((row, index) => {
    const { steps, mapping } = answer.changes[index]!
    const blocks = index === 0 ? touchedBlocks({ doc: answer.next.doc, steps, mapping }) : []
    return { ...row, steps: [...row.steps], origins: [...row.origins], blocks, person, name, at }
  })
}

function faultOf(fault: CommitFault): Error {
  switch (fault) {
    case 'malformed':
      return refuse('editing/commit-malformed')
    case 'ahead':
    case 'stale':
      return refuse('editing/commit-out-of-step')
    case 'too-old':
      return refuse('editing/commit-too-old')
    case 'too-many-steps':
    case 'too-large':
    case 'too-many-blocks':
    case 'invalid':
      return refuse('editing/commit-refused', { why: fault })
    default:
      return fault satisfies never
  }
}

type Written = { readonly authority: Authority; readonly rows: readonly LiveRow[]; readonly batch: readonly Asked[]; readonly at: string }

async function write(tx: Tx, place: Place, head: Head, { authority, rows, batch, at }: Written): Promise<void> {
  if (head.state === 'sealed') await reopen(tx, place, { authority, rows, batch, at })
  else {
    const { doc, version } = authority
    const due = version - head.snapshot >= snapshotEvery
    const values = [place.id, version, headlineOf(doc), countCharacters(doc), at, ...(due ? [JSON.stringify(doc.toJSON())] : [])]
    await tx.query(due ? { name: 'editing shot', text: SHOT, values } : { name: 'editing moved', text: MOVED, values })
  }
  await appendLog(tx, place, rows)
}
const MOVED = 'update editing.story set (revision, headline, characters, updated_at) = ($2, $3, $4, $5) where id = $1'
const SHOT =
  'update editing.story set (revision, headline, characters, updated_at, document, snapshot) = ($2, $3, $4, $5, $6, $2) where id = $1'

/** What is written into a sealed text takes it back to the desk, and its signatures with it. */
async function reopen(tx: Tx, { id }: Place, { authority, rows, batch, at }: Written): Promise<void> {
  const story = await lockedStory(tx, id)
  if (!story) throw refuse('editing/no-story')
  const [{ caller }] = batch as [Asked]
  const text = textIn(authority.doc)
  const facts: Fact[] = [
    { type: 'story.edited', body: { text, mustCarry: story.mustCarry, commits: rows.length, at } },
    returned(story, caller, reasonOfEdit, at),
  ]
  const after = await store(tx, story, facts, caller, true)
  await append(tx, draftsOf(after, facts))
}

const textIn = (doc: Node) => ({ document: doc.toJSON() as unknown, headline: headlineOf(doc), characters: countCharacters(doc) })

/** Writes the text beside the log that leads to it, so that the next reader has less to replay. */
export async function snapshot(tx: Tx, { id }: Place, { doc, version }: Authority): Promise<void> {
  await tx.query('update editing.story set (document, snapshot) = ($3, $2) where id = $1 and revision = $2 and snapshot < $2', [
    id,
    version,
    JSON.stringify(doc.toJSON()),
  ])
}
