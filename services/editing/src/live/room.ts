import type { BlockHold, Joined, LastHand, LivePerson, LiveRow } from '@kitchen/api'
import { type Database, systemTransaction, type Tx, transaction } from '@kitchen/database'
import { schema } from '@kitchen/document'
import { type Authority, replay, since, startAuthority } from '@kitchen/document/authority'
import type { Caller, CentreId, StoryId } from '@kitchen/model'
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
  readonly moved: (centre: CentreId) => void
}
/** A story that is open for writing in this process. The log is the truth; another process may have the same story open. */
export type Room = Place & {
  readonly join: (caller: Caller, clientId: string, version: number | null) => Promise<Omit<Joined, 'ok'>>
  readonly commit: (asked: Asked) => void
  /** `by`: the socket that says so; only it can take the person away again. */
  readonly here: (person: LivePerson, by: object) => void
  readonly gone: (clientId: string, by: object) => void
  /** Milliseconds for which nobody has been in it. */
  readonly emptyFor: () => number
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
  const { database, say } = needs
  const opened = await transaction(database, { ...caller, keys: [] }, (tx) => read(tx, id))
  const { place } = opened
  let { holds } = opened
  const text = textOf(needs, opened)
  const people = peopleOf((all) => say('people', { story: id, people: all }))
  return {
    ...place,
    commit: text.commit,
    look: text.look,
    here: people.here,
    gone: people.gone,
    emptyFor: people.emptyFor,
    join: async (reader, clientId, version) => ({
      ...(await startOf(database, reader, id, text.now(), clientId, version)),
      people: people.all(),
      hands: text.hands(),
      holds: [...holds],
    }),
    holdsChanged: (next) => {
      holds = next
      say('holds', { story: id, holds: next })
    },
    close: async () => {
      people.stop()
      await text.stop()
      await systemTransaction(database, [id], (tx) => snapshot(tx, place, text.now()))
    },
  }
}

/** Who is in the room, told to all of them, together when many move. */
function peopleOf(tell: (all: readonly LivePerson[]) => void) {
  const people = new Map<string, { readonly person: LivePerson; readonly by: object }>()
  let emptySince = Date.now()
  const all = () => [...people.values()].map(({ person }) => person)
  const telling = inBatches<null>(() => tell(all()))
  const here: Room['here'] = (person, by) => {
    people.set(person.clientId, { person, by })
    telling.add([null])
  }
  const gone: Room['gone'] = (clientId, by) => {
    if (people.get(clientId)?.by !== by) return
    people.delete(clientId)
    emptySince = Date.now()
    telling.add([null])
  }
  return { here, gone, all, stop: telling.stop, emptyFor: () => (people.size > 0 ? 0 : Date.now() - emptySince) }
}

/** The text of the room: commits wait while one batch is being written; what is durable is adopted, then told. */
function textOf({ database, clock, say, moved }: RoomNeeds, { place, authority: first, hands: firstHands }: Opened) {
  let authority = first
  const hands = new Map(firstHands.map((hand) => [hand.block, hand]))
  const telling = inBatches<LiveRow>((rows) => say('rows', { story: place.id, rows }))
  const adopt = (next: Authority, rows: readonly LiveRow[]) => {
    authority = next
    for (const { blocks, person, name, at } of rows) for (const block of blocks) hands.set(block, { block, person, name, at })
    if (rows.length > 0) telling.add(rows)
  }
  const take = async (batch: readonly Asked[]) => {
    const scope = { centre: place.centre, person: batch[0]!.caller.person, keys: [place.id] }
    const outcome = await transaction(database, scope, (tx) => takeCommits(tx, place, authority, batch, clock().toISOString()))
    adopt(outcome.next, outcome.rows)
    for (const tell of outcome.tell) tell()
    if (outcome.rows.length > 0) moved(place.centre)
  }
  const follow = async () => {
    const rows = await systemTransaction(database, [], (tx) => readLog(tx, place.id, authority.version))
    if (rows.length > 0) adopt(replay(authority, rows), rows)
  }
  const work = oneByOne(take, follow)
  const stop = async () => {
    telling.stop()
    await work.ended()
  }
  return { now: () => authority, hands: () => [...hands.values()], commit: work.take, look: work.look, stop }
}

/** Batches of what was asked, one after another; a look elsewhere in between. Who asked in a batch that fails is told why. */
function oneByOne(take: (batch: readonly Asked[]) => Promise<void>, follow: () => Promise<void>) {
  const waiting: Asked[] = []
  let elsewhere = false
  let working: Promise<void> | undefined
  const isIdle = () => waiting.length === 0 && !elsewhere
  const next = async () => {
    elsewhere = false
    const batch = waiting.splice(0, most)
    await (batch.length > 0 ? take(batch) : follow()).catch((error: unknown) => {
      for (const { failed } of batch) failed(error)
    })
  }
  const run = async () => {
    while (!isIdle()) await next()
    working = undefined
  }
  const wake = () => {
    working ??= run()
  }
  return {
    take: (asked: Asked) => {
      waiting.push(asked)
      wake()
    },
    look: () => {
      elsewhere = true
      wake()
    },
    ended: async () => working,
  }
}

/** What an editor begins with: the rows it has missed, or the whole text where they cannot tell. */
async function startOf(database: Database, reader: Caller, id: StoryId, authority: Authority, clientId: string, from: number | null) {
  const missed = from === null ? null : (since(authority, from) ?? (await olderRows(database, reader, id, from, authority)))
  const { doc, version, last } = authority
  return {
    version,
    lastCommitId: last.get(clientId)?.commitId ?? 0,
    document: missed ? null : (doc.toJSON() as unknown),
    rows: missed ? [...(missed as readonly LiveRow[])] : [],
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
