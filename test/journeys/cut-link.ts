import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { Transform } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'

/** A link between a browser and a kitchen that is as bad as wanted. */
export type Link = {
  /** The same origin, by way of this link. */
  readonly origin: string
  /** Breaks what is open and refuses what is new, as a tunnel does. */
  readonly cut: () => void
  readonly mend: () => void
  /** Bytes of bodies and headers that went up. */
  readonly sent: () => number
  readonly close: () => Promise<void>
}

/** Opens a link to an origin on this machine; upwards it carries `bytesPerSecond` on each connection. Answers come at full speed. */
export async function openLink(origin: string, bytesPerSecond: number): Promise<Link> {
  const there = Number(new URL(origin).port)
  const sockets = new Set<Socket>()
  let [open, sent] = [true, 0]
  const server = createServer((near) => {
    if (!open) return near.destroy()
    const far = connect(there, '127.0.0.1')
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        sockets.delete(one)
        other.destroy()
      })
    }
    near
      .pipe(
        slowly(bytesPerSecond, (bytes) => {
          sent += bytes
        }),
      )
      .pipe(far)
    far.pipe(near)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const cut = () => {
    open = false
    for (const socket of sockets) socket.destroy()
  }
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    cut,
    mend: () => {
      open = true
    },
    sent: () => sent,
    close: async () => {
      cut()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Lets bytes through in small pieces, each after the time it takes. */
function slowly(bytesPerSecond: number, passed: (bytes: number) => void): Transform {
  return new Transform({
    highWaterMark: 16_384,
    transform: (chunk: Buffer, _encoding, done) => {
      void delay((chunk.length / bytesPerSecond) * 1000).then(() => {
        passed(chunk.length)
        done(null, chunk)
      })
    },
  })
}
