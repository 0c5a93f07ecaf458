import type { Server as HttpServer } from 'node:http'
import type { Hint } from '@kitchen/api'
import type { Caller, CentreId } from '@kitchen/model'
import type { Hints, Logger } from '@kitchen/runtime'
import { Server } from 'socket.io'
import { type LiveEditing, largestMessage, openEdits, type Seated, signedIn } from './edits.ts'

/** Hints about one thing that follow within this time travel as one. */
const quietMs = 60

type Needs = {
  logger: Logger
  authenticate: (cookies: string | undefined) => Promise<Caller | undefined>
  sameOrigin: (origin: string | undefined, host: string | undefined) => boolean
}

/**
 * Sockets of the workspace: the session cookie and the Origin are checked at the handshake. At /live a browser hears the hints of its centre, and nothing
 * is accepted from it; at /edit, once live editing is there, it writes in stories.
 */
export function openLive({ logger, authenticate, sameOrigin }: Needs): {
  hints: Hints
  edit: (live: LiveEditing) => void
  attach: (servers: readonly HttpServer[]) => void
  stop: () => Promise<void>
} {
  const io = new Server({
    serveClient: false,
    maxHttpBufferSize: largestMessage,
    cors: { origin: false },
    allowRequest: (request, decide) => decide(null, sameOrigin(request.headers.origin, request.headers.host)),
  })
  const live = io.of('/live')
  const gate = signedIn(authenticate, logger)
  live.use(gate)
  live.on('connection', (socket) => void socket.join(roomOf((socket.data as Seated).caller.centre)))
  io.of('/').use((_socket, next) => next(new Error('runtime/not-found')))
  const { hints, stop } = coalesced((hint, centre) => live.to(roomOf(centre)).emit('hint', hint))
  let attached = false
  return {
    hints,
    edit: (editing) => openEdits(io.of('/edit').use(gate), { editing, authenticate, logger }),
    attach: (servers) => {
      for (const server of servers) io.attach(server)
      attached = servers.length > 0
    },
    stop: async () => {
      stop()
      if (attached) await io.close() // without a server there is no engine to close: a target without a front door
    },
  }
}

const roomOf = (centre: CentreId) => `centre ${centre}`

/** The first hint goes at once, what follows within the quiet time goes as one at its end. */
export function coalesced(emit: (hint: Hint, centre: CentreId) => void): { hints: Hints; stop: () => void } {
  const open = new Map<string, { again: boolean; timer: NodeJS.Timeout }>()
  const one = (hint: Hint, centre: CentreId) => {
    const key = `${centre} ${hint.about} ${hint.id}`
    const waiting = open.get(key)
    if (waiting) {
      waiting.again = true
      return
    }
    emit(hint, centre)
    open.set(key, {
      again: false,
      timer: setTimeout(() => {
        const { again } = open.get(key)!
        open.delete(key)
        if (again) one(hint, centre)
      }, quietMs),
    })
  }
  return {
    hints: {
      send: (hint, { centres }) => {
        for (const centre of centres) one(hint, centre)
      },
    },
    stop: () => {
      for (const { timer } of open.values()) clearTimeout(timer)
    },
  }
}
