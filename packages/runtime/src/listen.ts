import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Part } from './part.ts'

/** Which addresses a listener has: this machine's own, or every one; both families each. */
export type Reach = 'loopback' | '::'
const addresses: Record<Reach, readonly string[]> = { loopback: ['127.0.0.1', '::1'], '::': ['::'] }

export type Listening = { readonly port: number; readonly servers: readonly Server[] }

/**
 * Serves on 127.0.0.1 and, where the machine has IPv6, on [::1] with the same port; with reach `::` on every address of both families. A taken port is passed over for the next free one (up to 20);
 * `value.port` says which it became. Port 0: any free one. Stopping ends idle connections at once and the others after a second, WebSockets too.
 */
export async function listen(handler: RequestListener, port: number, reach: Reach = 'loopback'): Promise<Part<Listening>> {
  for (let attempt = port; ; attempt++) {
    try {
      return await listenOn(handler, attempt, addresses[reach])
    } catch (error) {
      if (!isTaken(error) || attempt >= port + 20) throw error
    }
  }
}

async function listenOn(handler: RequestListener, port: number, hosts: readonly string[]): Promise<Part<Listening>> {
  const servers: Server[] = []
  const sockets = new Set<Socket>()
  let chosen = port
  for (const host of hosts) {
    const server = createServer({ keepAlive: true, requestTimeout: 0, headersTimeout: 20_000 }, handler)
    server.on('connection', (socket) => {
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
    })
    try {
      await once(server.listen(chosen, host), 'listening')
    } catch (error) {
      if (host === '::1' && !isTaken(error)) continue
      await close(servers, sockets)
      throw error
    }
    const address = server.address()
    if (address && typeof address === 'object') chosen = address.port
    servers.push(server)
  }
  return { value: { port: chosen, servers }, stop: () => close(servers, sockets) }
}

const isTaken = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'

/** Upgraded connections are no longer the HTTP server's to close, and would hold it open as long as a browser likes. */
async function close(servers: readonly Server[], sockets: ReadonlySet<Socket>): Promise<void> {
  const hurry = setTimeout(() => {
    for (const socket of sockets) socket.destroy()
  }, 1000)
  await Promise.all(
    servers.map(async (server) => {
      const closed = once(server, 'close')
      server.close()
      server.closeIdleConnections()
      await closed
    }),
  ).finally(() => clearTimeout(hurry))
}
