import type { BlockHold, Joined, LastHand, LivePerson, LiveRow } from '@kitchen/api'
import { type Database, systemTransaction, type Tx, transaction } from '@kitchen/database'
import { schema } from '@kitchen/document'
import { type Authority, since, startAuthority } from '@kitchen/document/authority'
import type { Caller, StoryId } from '@kitchen/model'
import { refuse } from '../refusals.ts'
import { inBatches } from './batches.ts'
import { type Asked, caughtUp, type Place, snapshot, takeCommits } from './committing.ts'
import { readHolds } from './holds.ts'
import { lastCommits, lastHands, readLog } from './log.ts'

/** What a room needs; `say` reaches everybody in it, `moved` the other processes. */
export type RoomNeeds = {
  readonly database: Database
  readonly clock: () => Date
  readonly say: (event: 'rows' | 'people' | 'holds', message: object) => void
  readonly moved: () => void
}
/** A story that is open for writing in this process. The log is the truth; another process may have the same story open. */
export type Room = Place & {
  readonly join: (caller: Caller, clientId: string, version: number | null) => Promise<Omit<Joined, 'ok'>>
  readonly commit: (asked: Asked) => void
  /** `by`: the socket that says so; only it can take the person away again. */
  readonly here: (person: LivePerson, by: object) => void
  readonly gone: (clientId: string, by: object) => void
  readonly isEmpty: () => boolean
  /** Something may have been written elsewhere. */
  readonly look: () => void
  readonly holdsChanged: (holds: readonly BlockHold[]) => void
  readonly close: () => Promise<void>
}

/** Commits of so many at most go in one transaction. */
const most = 64

type Opened = {
  readonly place: Place
  readonly authority: Authority
  readonly hands: readonly LastHand[]
  readonly holds: readonly BlockHold[]
}

/** Opens a story for a caller who may read it. */
export async function openRoom(needs: RoomNeeds, caller: Caller, id: StoryId): Promise<Room> {
  const { database, clock, say } = needs
  const opened = await transaction(database, { ...caller, keys: [] }, (tx) => read(tx, id))
  const { place } = opened
  let { authority, holds } = opened
  const hands = new Map(opened.hands.map((hand) => [hand.block, hand]))
  const people = new Map<string, { readonly person: LivePerson; readonly by: object }>()
  const telling = inBatches<LiveRow>((rows) => say('rows', { story: id, rows }))
  const seeing = inBatches<null>(() => say('people', { story: id, people: everybody() }))
  const everybody = () => [...people.values()].map(({ person }) => person)
  const waiting: Asked[] = []
  let elsewhere = false
  let working: Promise<void> | undefined

  const adopt = (next: Authority, rows: readonly LiveRow[]) => {
    authority = next
    for (const { blocks, person, name, at } of rows) for (const block of blocks) hands.set(block, { block, person, name, at })
    if (rows.length > 0) telling.add(rows)
  }
  const work = () => {
    working ??= run().finally(() => {
      working = undefined
      if (waiting.length > 0 || elsewhere) work()
    })
  }
  const run = async () => {
    while (waiting.length > 0 || elsewhere) {
      elsewhere = false
      const batch = waiting.splice(0, most)
      try {
        await (batch.length > 0 ? take(batch) : follow())
      } catch (error) {
        for (const { failed } of batch) failed(error)
        return
      }
    }
  }
  const take = async (batch: readonly Asked[]) => {
    const scope = { centre: place.centre, person: batch[0]!.caller.person, keys: [id] }
    const outcome = await transaction(database, scope, (tx) => takeCommits(tx, place, authority, batch, clock().toISOString()))
    adopt(outcome.next, outcome.rows)
    for (const tell of outcome.tell) tell()
    if (outcome.rows.length > 0) needs.moved()
  }
  const follow = async () => {
    const rows = await systemTransaction(database, [], (tx) => readLog(tx, id, authority.version))
    if (rows.length === 0) return
    adopt(await systemTransaction(database, [], (tx) => caughtUp(tx, place, authority, rows.at(-1)!.version)), rows)
  }

  return {
    ...place,
    join: async (reader, clientId, version) => {
      const missed =
        version === null
          ? null
          : ((since(authority, version) ?? (await olderRows(database, reader, id, version, authority))) as LiveRow[] | null)
      const { doc, version: at, last } = authority
      return {
        version: at,
        lastCommitId: last.get(clientId)?.commitId ?? 0,
        document: missed ? null : (doc.toJSON() as unknown),
        rows: missed ? [...missed] : [],
        people: everybody(),
        hands: [...hands.values()],
        holds: [...holds],
      }
    },
    commit: (asked) => {
      waiting.push(asked)
      work()
    },
    here: (person, by) => {
      people.set(person.clientId, { person, by })
      seeing.add([null])
    },
    gone: (clientId, by) => {
      if (people.get(clientId)?.by !== by) return
      people.delete(clientId)
      seeing.add([null])
    },
    isEmpty: () => people.size === 0,
    look: () => {
      elsewhere = true
      work()
    },
    holdsChanged: (next) => {
      holds = next
      say('holds', { story: id, holds: next })
    },
    close: async () => {
      telling.stop()
      seeing.stop()
      await working
      await systemTransaction(database, [id], (tx) => snapshot(tx, place, authority))
    },
  }
}

async function read(tx: Tx, id: StoryId): Promise<Opened> {
  type Row = Place & { document: unknown; snapshot: number; revision: number }
  const { rows } = await tx.query<Row>('select id, centre, document, snapshot, revision from editing.story where id = $1', [id])
  const [row] = rows
  if (!row) throw refuse('editing/no-story')
  const place = { id, centre: row.centre }
  const [last, hands, holds] = await Promise.all([lastCommits(tx, id), lastHands(tx, id), readHolds(tx, id)])
  const kept = startAuthority(schema.nodeFromJSON(row.document), row.snapshot, last)
  return { place, authority: await caughtUp(tx, place, kept, row.revision), hands, holds }
}

/** What is no longer at hand is read from the log; null when it does not reach back so far, or too far. */
async function olderRows(
  database: Database,
  caller: Caller,
  id: StoryId,
  version: number,
  { version: head }: Authority,
): Promise<LiveRow[] | null> {
  if (version > head || head - version > 5_000) return null
  const rows = await transaction(database, { ...caller, keys: [] }, (tx) => readLog(tx, id, version, head))
  return rows.length === head - version ? rows : null
}
