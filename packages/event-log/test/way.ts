import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** A way to a broker that can lose the answers to what is produced, or fall silent. */
export type Way = {
  /** The next so many answers to a produce request are lost, with their connection, when the broker has already written. */
  readonly cutAnswers: (many: number) => void
  /** How many have been lost so far. */
  readonly cut: () => number
  /** Connections of now carry nothing any more, and stay open. */
  readonly silence: () => void
  readonly stop: () => void
}

/** Listens on one port of loopback and passes on to another. */
export async function wayTo(target: number, port: number): Promise<Way> {
  const sockets = new Set<Socket>()
  const state = { left: 0, cut: 0 }
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1')
    for (const socket of [near, far]) sockets.add(socket.on('error', () => {}).on('close', () => sockets.delete(socket)))
    join(near, far, state)
  })
  await once(server.listen(port, '127.0.0.1'), 'listening')
  return {
    cutAnswers: (many) => {
      state.left = many
    },
    cut: () => state.cut,
    silence: () => sockets.forEach((socket) => void socket.pause()),
    stop: () => {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

function join(near: Socket, far: Socket, state: { left: number; cut: number }): void {
  let doomed = false
  near.on('data', (chunk: Buffer) => {
    if (state.left > 0 && isProduce(chunk)) {
      doomed = true
      state.left--
    }
    far.write(chunk)
  })
  far.on('data', (chunk: Buffer) => {
    if (!doomed) return void near.write(chunk)
    state.cut++
    near.destroy()
    far.destroy()
  })
  near.on('close', () => far.destroy())
  far.on('close', () => near.destroy())
}

/** A request begins with its length (4 bytes) and its kind (2 bytes), which is 0 for Produce. */
const isProduce = (chunk: Buffer) => chunk.length > 8 && chunk.readInt16BE(4) === 0
