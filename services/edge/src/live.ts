import type { Server as HttpServer } from 'node:http'
import type { Hint } from '@kitchen/api'
import type { Caller, CentreId } from '@kitchen/model'
import type { Hints, Logger } from '@kitchen/runtime'
import { Server } from 'socket.io'

/** Hints about one thing that follow within this time travel as one. */
const quietMs = 60

type Needs = {
  logger: Logger
  authenticate: (cookies: string | undefined) => Promise<Caller | undefined>
  sameOrigin: (origin: string | undefined, host: string | undefined) => boolean
}

/**
 * Sockets of the workspace at /live: the session cookie and the Origin are checked at the handshake, then a browser hears the hints of its centre.
 * Nothing is accepted from it here.
 */
export function openLive({ logger, authenticate, sameOrigin }: Needs): {
  hints: Hints
  attach: (servers: readonly HttpServer[]) => void
  stop: () => Promise<void>
} {
  const io = new Server({
    serveClient: false,
    maxHttpBufferSize: 16_384,
    cors: { origin: false },
    allowRequest: (request, decide) => decide(null, sameOrigin(request.headers.origin, request.headers.host)),
  })
  const live = io.of('/live')
  live.use((socket, next) => {
    authenticate(socket.handshake.headers.cookie).then(
      (caller) => {
        if (caller) {
          socket.join(roomOf(caller.centre))
          next()
        } else next(new Error('runtime/not-signed-in'))
      },
      (error: unknown) => {
        logger.error({ err: error }, 'a socket was not authenticated')
        next(new Error('runtime/bug'))
      },
    )
  })
  io.of('/').use((_socket, next) => next(new Error('runtime/not-found')))
  const { hints, stop } = coalesced((hint, centre) => live.to(roomOf(centre)).emit('hint', hint))
  let attached = false
  return {
    hints,
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
