import { holdBlock, joinStory, leaveStory, type liveMessages, sendCommit, tellHere } from '@kitchen/api'
import { transaction } from '@kitchen/database'
import { type Caller, may, personOf, type StoryId } from '@kitchen/model'
import { parsed, refuseRequest, type ServiceNeeds } from '@kitchen/runtime'
import { refuse } from '../refusals.ts'
import { changeHold } from './holds.ts'
import type { Room } from './room.ts'

/** One socket, as the front door gives it. `caller` asks anew who it is: a session may have ended. */
export type Link = {
  readonly caller: () => Promise<Caller | undefined>
  readonly enter: (room: string) => void
  readonly exit: (room: string) => void
}
/** Answers the messages of one socket, by name; throws Refusals. */
export type Talk = { readonly hear: (event: string, message: unknown) => Promise<object>; readonly close: () => void }

type Needs = Pick<ServiceNeeds, 'database' | 'clock' | 'region'> & { readonly roomOf: (caller: Caller, id: StoryId) => Promise<Room> }
/** What one socket has open: its editors, each in the room of its story. */
type Seat = Needs & { readonly link: Link; readonly editors: Map<string, Editor> }
type Editor = { readonly story: StoryId; readonly room: Room }

/** Begins to answer a socket. */
export function talkOver(needs: Needs, link: Link): Talk {
  const seat: Seat = { ...needs, link, editors: new Map() }
  const hear: Talk['hear'] = async (event, message) => {
    if (!isMessage(event)) throw refuseRequest('runtime/not-found')
    return answers[event](seat, message)
  }
  const close = () => {
    for (const [clientId, { room }] of seat.editors) room.gone(clientId, link)
    seat.editors.clear()
  }
  return { hear, close }
}

const answers: Record<(typeof liveMessages)[number], (seat: Seat, message: unknown) => Promise<object>> = {
  join,
  commit,
  here,
  hold,
  leave,
}
/** Names that every object has are no messages. */
const isMessage = (event: string): event is keyof typeof answers => Object.hasOwn(answers, event)

async function join(seat: Seat, message: unknown): Promise<object> {
  const { story, clientId, version } = parsed(joinStory, message)
  const caller = await callerOf(seat)
  const room = await seat.roomOf(caller, story)
  seat.link.enter(story)
  seat.editors.set(clientId, { story, room })
  room.here({ clientId, person: caller.person, name: caller.name, cursor: null }, seat.link)
  return room.join(caller, clientId, version)
}

async function commit(seat: Seat, message: unknown): Promise<object> {
  const { story, commit: sent } = parsed(sendCommit, message)
  const caller = await callerOf(seat)
  const room = roomIn(seat, story, sent.clientId)
  const version = await new Promise<number>((done, failed) => room.commit({ caller, commit: sent, done, failed }))
  return { version }
}

async function here(seat: Seat, message: unknown): Promise<object> {
  const { story, clientId, cursor } = parsed(tellHere, message)
  const { person, name } = await callerOf(seat)
  roomIn(seat, story, clientId).here({ clientId, person, name, cursor }, seat.link)
  return {}
}

async function hold(seat: Seat, message: unknown): Promise<object> {
  const { story, block, to, note } = parsed(holdBlock, message)
  const caller = await callerOf(seat)
  const room = await seat.roomOf(caller, story)
  if (!may(caller, 'story.write', room.centre)) throw refuse('editing/not-allowed')
  const person = to === null ? null : personOf(seat.region, to)
  if (person === undefined || (person && person.centre !== room.centre)) throw refuse('editing/no-block')
  const wish = { story, block, note, to: person && { id: person.id, name: person.name.zh } }
  const at = seat.clock().toISOString()
  room.holdsChanged(await transaction(seat.database, { ...caller, keys: [story] }, (tx) => changeHold(tx, caller, wish, at)))
  return {}
}

async function leave({ editors, link }: Seat, message: unknown): Promise<object> {
  const { story, clientId } = parsed(leaveStory, message)
  const editor = editors.get(clientId)
  if (editor?.story !== story) return {}
  editor.room.gone(clientId, link)
  editors.delete(clientId)
  if (![...editors.values()].some((one) => one.story === story)) link.exit(story)
  return {}
}

/** Who speaks now: a session may have ended since the socket was opened. */
async function callerOf({ link }: Seat): Promise<Caller> {
  const caller = await link.caller()
  if (!caller) throw refuseRequest('runtime/not-signed-in')
  return caller
}

function roomIn({ editors }: Seat, story: StoryId, clientId: string): Room {
  const editor = editors.get(clientId)
  if (editor?.story !== story) throw refuse('editing/commit-out-of-step')
  return editor.room
}
