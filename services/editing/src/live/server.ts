import { randomUUID } from 'node:crypto'
import { type Caller, type CentreId, may, type StoryId } from '@kitchen/model'
import type { Part, ServiceNeeds } from '@kitchen/runtime'
import { refuse } from '../refusals.ts'
import { hearMoves, tellMove } from './moves.ts'
import { openRoom, type Room } from './room.ts'
import { type Link, type Talk, talkOver } from './talk.ts'

/** Live editing behind the front door: `say` reaches all sockets of a room. */
export type LiveEditing = (say: Say) => (link: Link) => Talk

type Say = (room: string, event: string, message: object) => void
type Needs = Pick<ServiceNeeds, 'database' | 'logger' | 'hints' | 'clock' | 'region'>
/** An empty room is kept for people who come back. */
const keptMs = 20_000
/** Lists of stories need not know of each letter. */
const hintMs = 2_000

/** Live editing in this process. Any number of processes may do it: the log in the database decides, under the story's key. */
export function startLiveEditing(needs: Needs): Part<LiveEditing> {
  const [own, hinting] = [randomUUID(), hintsOf(needs)]
  let say: Say = () => {}
  const open = (caller: Caller, id: StoryId): Promise<Room> => {
    const moved = (centre: CentreId) => {
      tellMove(needs.database, id, own)
      hinting.hint(id, centre)
    }
    return openRoom({ ...needs, say: (event, message) => say(id, event, message), moved }, caller, id)
  }
  const rooms = openRooms(needs, open)
  const hearing = hearMoves(needs.database, needs.logger, own, rooms.look)
  const value: LiveEditing = (to) => {
    say = to
    return (link) => talkOver({ ...needs, roomOf: rooms.roomOf }, link)
  }
  const stop = async () => {
    hinting.stop()
    await hearing.stop()
    await rooms.stop()
  }
  return { value, stop }
}

/** Tells the lists that a story has moved, each story once in a while. */
function hintsOf({ hints }: Needs) {
  const due = new Map<StoryId, NodeJS.Timeout>()
  const hint = (id: StoryId, centre: CentreId) => {
    if (due.has(id)) return
    const send = () => {
      due.delete(id)
      hints.send({ about: 'story', id }, { centres: [centre] })
    }
    due.set(id, setTimeout(send, hintMs))
  }
  const stop = () => {
    for (const timer of due.values()) clearTimeout(timer)
  }
  return { hint, stop }
}

/** The stories that are open in this process; one that has been empty for a while is written down and closed. */
function openRooms({ logger }: Needs, open: (caller: Caller, id: StoryId) => Promise<Room>) {
  const rooms = new Map<StoryId, Promise<Room>>()
  const roomOf = async (caller: Caller, id: StoryId): Promise<Room> => {
    const room = await (rooms.get(id) ?? begin(caller, id))
    if (room.centre !== caller.centre || !may(caller, 'story.read', room.centre)) throw refuse('editing/no-story')
    return room
  }
  const begin = (caller: Caller, id: StoryId): Promise<Room> => {
    const opening = open(caller, id)
    rooms.set(id, opening)
    opening.catch(() => rooms.delete(id))
    return opening
  }
  /** A room that fails to open tells whoever asked for it, nobody else. */
  const each = (act: (room: Room) => void) => {
    for (const opening of rooms.values()) opening.then(act, () => {})
  }
  const look = (story: string | null) => each((room) => (story === null || story === room.id) && room.look())
  const close = async (room: Room) => {
    rooms.delete(room.id)
    await room
      .close()
      .catch((error: unknown) => logger.warn({ err: error, story: room.id }, 'a story was not written down when it was closed'))
  }
  const sweeping = setInterval(() => each((room) => room.emptyFor() >= keptMs && void close(room)), keptMs / 2)
  const stop = async () => {
    clearInterval(sweeping)
    const all = await Promise.allSettled(rooms.values())
    await Promise.all(all.flatMap((one) => (one.status === 'fulfilled' ? [close(one.value)] : [])))
  }
  return { roomOf, look, stop }
}
