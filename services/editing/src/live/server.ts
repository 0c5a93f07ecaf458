import { randomUUID } from 'node:crypto'
import { holdBlock, joinStory, leaveStory, sendCommit, tellHere } from '@kitchen/api'
import { transaction } from '@kitchen/database'
import { type Caller, may, personOf, type StoryId } from '@kitchen/model'
import { type Part, parsed, refuseRequest, type ServiceNeeds } from '@kitchen/runtime'
import { refuse } from '../refusals.ts'
import { changeHold } from './holds.ts'
import { hearMoves, tellMove } from './moves.ts'
import { openRoom, type Room } from './room.ts'

/** One socket, as the front door gives it. `caller` asks anew who it is: a session may have ended. */
export type Link = {
  readonly caller: () => Promise<Caller | undefined>
  readonly enter: (room: string) => void
  readonly exit: (room: string) => void
}
/** Answers the messages of one socket, by name; throws Refusals. */
export type Talk = { readonly hear: (event: string, message: unknown) => Promise<object>; readonly close: () => void }
/** Live editing behind the front door: `say` reaches all sockets of a room. */
export type LiveEditing = (say: (room: string, event: string, message: object) => void) => (link: Link) => Talk

type Needs = Pick<ServiceNeeds, 'database' | 'logger' | 'hints' | 'clock' | 'region'>
/** An empty room is kept for people who come back. */
const keptMs = 20_000
/** Lists of stories need not know of each letter. */
const hintMs = 2_000

/** Live editing in this process. Any number of processes may do it: the log in the database decides, under the story's key. */
export function startLiveEditing(needs: Needs): Part<LiveEditing> {
  const { database, logger, hints } = needs
  const own = randomUUID()
  const rooms = new Map<StoryId, Promise<Room>>()
  const hinted = new Map<StoryId, NodeJS.Timeout>()
  let say: Parameters<LiveEditing>[0] = () => {}
  const hint = ({ id, centre }: Pick<Room, 'id' | 'centre'>) => {
    if (hinted.has(id)) return
    hinted.set(
      id,
      setTimeout(() => {
        hinted.delete(id)
        hints.send({ about: 'story', id }, { centres: [centre] })
      }, hintMs),
    )
  }
  const roomOf = async (caller: Caller, id: StoryId): Promise<Room> => {
    let opening = rooms.get(id)
    if (!opening) {
      const moved = () => {
        tellMove(database, id, own)
        void opening?.then(hint)
      }
      opening = openRoom({ ...needs, say: (event, message) => say(id, event, message), moved }, caller, id)
      rooms.set(id, opening)
      opening.catch(() => rooms.delete(id))
    }
    const room = await opening
    if (room.centre !== caller.centre || !may(caller, 'story.read', room.centre)) throw refuse('editing/no-story')
    return room
  }
  const look = (story: string | null) => {
    for (const [id, room] of rooms) if (story === null || story === id) void room.then((one) => one.look())
  }
  const sweep = () => {
    for (const [id, opening] of rooms) void opening.then((room) => closeEmpty(id, room))
  }
  const emptySince = new Map<StoryId, number>()
  const closeEmpty = async (id: StoryId, room: Room) => {
    if (!room.isEmpty()) return void emptySince.delete(id)
    const since = emptySince.get(id) ?? Date.now()
    emptySince.set(id, since)
    if (Date.now() - since < keptMs) return
    rooms.delete(id)
    emptySince.delete(id)
    await room.close().catch((error: unknown) => logger.warn({ err: error, story: id }, 'a story was not written down when it was closed'))
  }
  const sweeping = setInterval(sweep, keptMs / 2)
  const hearing = hearMoves(database, logger, own, look)
  const stop = async () => {
    clearInterval(sweeping)
    for (const timer of hinted.values()) clearTimeout(timer)
    await hearing.stop()
    const open = await Promise.allSettled(rooms.values())
    await Promise.allSettled(open.flatMap((one) => (one.status === 'fulfilled' ? [one.value.close()] : [])))
  }
  const value: LiveEditing = (to) => {
    say = to
    return (link) => talkOver(needs, link, roomOf)
  }
  return { value, stop }
}

function talkOver({ database, region, clock }: Needs, link: Link, roomOf: (caller: Caller, id: StoryId) => Promise<Room>): Talk {
  const entered = new Map<string, Room>()
  const nameOf = (story: StoryId, clientId: string) => `${story} ${clientId}`
  const inside = (story: StoryId, clientId: string) => {
    const room = entered.get(nameOf(story, clientId))
    if (!room) throw refuse('editing/commit-out-of-step')
    return room
  }
  const writer = async () => {
    const caller = await link.caller()
    if (!caller) throw refuseRequest('runtime/not-signed-in')
    return caller
  }
  const hear: Record<string, (message: unknown) => Promise<object>> = {
    join: async (message) => {
      const { story, clientId, version } = parsed(joinStory, message)
      const caller = await writer()
      const room = await roomOf(caller, story)
      link.enter(story)
      entered.set(nameOf(story, clientId), room)
      room.here({ clientId, person: caller.person, name: caller.name, cursor: null }, link)
      return room.join(caller, clientId, version)
    },
    commit: async (message) => {
      const { story, commit } = parsed(sendCommit, message)
      const caller = await writer()
      const room = inside(story, commit.clientId)
      const version = await new Promise<number>((done, failed) => room.commit({ caller, commit, done, failed }))
      return { version }
    },
    here: async (message) => {
      const { story, clientId, cursor } = parsed(tellHere, message)
      const { person, name } = await writer()
      inside(story, clientId).here({ clientId, person, name, cursor }, link)
      return {}
    },
    hold: async (message) => {
      const { story, block, to, note } = parsed(holdBlock, message)
      const caller = await writer()
      const room = await roomOf(caller, story)
      if (!may(caller, 'story.write', room.centre)) throw refuse('editing/not-allowed')
      const person = to === null ? null : personOf(region, to)
      if (person === undefined || (person && person.centre !== room.centre)) throw refuse('editing/no-block')
      const wish = { story, block, note, to: person && { id: person.id, name: person.name.zh } }
      const at = clock().toISOString()
      room.holdsChanged(await transaction(database, { ...caller, keys: [story] }, (tx) => changeHold(tx, caller, wish, at)))
      return {}
    },
    leave: async (message) => {
      const { story, clientId } = parsed(leaveStory, message)
      entered.get(nameOf(story, clientId))?.gone(clientId, link)
      entered.delete(nameOf(story, clientId))
      if (![...entered.keys()].some((name) => name.startsWith(story))) link.exit(story)
      return {}
    },
  }
  return {
    hear: (event, message) => {
      const answer = hear[event]
      if (!answer) throw refuseRequest('runtime/not-found')
      return answer(message)
    },
    close: () => {
      for (const [name, room] of entered) room.gone(name.split(' ')[1]!, link)
      entered.clear()
    },
  }
}
