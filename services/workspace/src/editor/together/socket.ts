import { io } from 'socket.io-client'
import { NoAnswer, type Session, type Wire } from './session.ts'

/** Answers take at most so long. */
const deadline = 8_000

/** The socket of one open editor at /edit, and how it is tied to its session. */
export function openSocket(): { readonly wire: Wire; readonly tie: (session: Session) => void; readonly close: (leave: object) => void } {
  const socket = io('/edit', { transports: ['websocket', 'polling'], reconnectionDelay: 300, reconnectionDelayMax: 3_000 })
  const wire: Wire = {
    ask: async (event, message) => {
      if (!socket.connected) throw new NoAnswer()
      return (await socket
        .timeout(deadline)
        .emitWithAck(event, message)
        .catch(() => {
          throw new NoAnswer()
        })) as unknown
    },
  }
  return {
    wire,
    tie: (session) => {
      socket.on('connect', session.connected)
      socket.on('disconnect', session.cut)
      socket.onAny((event: string, message: unknown) => session.heard(event, message))
      if (socket.connected) session.connected()
    },
    close: (leave) => {
      if (socket.connected) socket.emit('leave', leave)
      socket.close()
    },
  }
}
