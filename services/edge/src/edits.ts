import type { Problem } from '@kitchen/api'
import type { Caller } from '@kitchen/model'
import { type Logger, problemFor, refuseRequest } from '@kitchen/runtime'
import type { Namespace, Socket } from 'socket.io'

/** Live editing as the front door sees it: it answers messages of a socket by name, and says things to rooms. */
export type LiveEditing = (
  say: (room: string, event: string, message: object) => void,
) => (link: {
  readonly caller: () => Promise<Caller | undefined>
  readonly enter: (room: string) => void
  readonly exit: (room: string) => void
}) => { readonly hear: (event: string, message: unknown) => Promise<object>; readonly close: () => void }

/** What the gate leaves on a socket. */
export type Seated = { readonly caller: Caller }
type Authenticate = (cookies: string | undefined) => Promise<Caller | undefined>
type Needs = { readonly editing: LiveEditing; readonly authenticate: Authenticate; readonly logger: Logger }
type Reply = (answer: { ok: true } | { ok: false; problem: Problem }) => void

/** Bytes of one message; a pasted text of the longest kind fits. */
export const largestMessage = 600_000
/** Messages of one socket: so many a second for long, so many at once. */
const [pace, burst] = [60, 300]
/** A session is asked for again after so long. */
const trustMs = 2_000

/** Lets in who is signed in. */
export const signedIn =
  (authenticate: Authenticate, logger: Logger) =>
  (socket: Socket, next: (error?: Error) => void): void => {
    authenticate(socket.handshake.headers.cookie).then(
      (caller) => {
        if (caller) socket.data = { caller } satisfies Seated
        next(caller ? undefined : new Error('runtime/not-signed-in'))
      },
      (error: unknown) => {
        logger.error({ err: error }, 'a socket was not authenticated')
        next(new Error('runtime/bug'))
      },
    )
  }

/** Every message is acknowledged, with a problem like those of HTTP where it is refused. Rights are the service's to check, for each message anew. */
export function openEdits(edits: Namespace, { editing, authenticate, logger }: Needs): void {
  const talkTo = editing((room, event, message) => void edits.to(room).emit(event, message))
  edits.on('connection', (socket) => {
    const allows = bucket()
    const talk = talkTo({
      caller: lately((socket.data as Seated).caller, () => authenticate(socket.handshake.headers.cookie)),
      enter: (room) => void socket.join(room),
      exit: (room) => void socket.leave(room),
    })
    socket.onAny((event: string, message: unknown, reply: unknown) => {
      const say: Reply = typeof reply === 'function' ? (reply as Reply) : () => {}
      answer(allows, talk, event, message).then(
        (said) => say({ ok: true, ...said }),
        (error: unknown) => say({ ok: false, problem: problemFor(error, logger, { event: event.slice(0, 40) }) }),
      )
    })
    socket.on('disconnect', () => talk.close())
  })
}

async function answer(allows: () => boolean, talk: ReturnType<ReturnType<LiveEditing>>, event: string, message: unknown): Promise<object> {
  if (!allows()) throw refuseRequest('runtime/too-fast')
  return talk.hear(event, message)
}

/** The caller, asked for anew when the last answer has grown old. */
function lately(first: Caller, ask: () => Promise<Caller | undefined>): () => Promise<Caller | undefined> {
  let [known, at]: [Promise<Caller | undefined>, number] = [Promise.resolve(first), Date.now()]
  return () => {
    if (Date.now() - at > trustMs) [known, at] = [ask(), Date.now()]
    return known
  }
}

function bucket(): () => boolean {
  let [left, at] = [burst, Date.now()]
  return () => {
    const now = Date.now()
    left = Math.min(burst, left + ((now - at) * pace) / 1000)
    at = now
    if (left < 1) return false
    left--
    return true
  }
}
