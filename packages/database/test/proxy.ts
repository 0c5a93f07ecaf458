import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A way to a server that can go silent without closing anything, or be cut. */
export type Way = { readonly port: number; readonly silence: () => void; readonly cut: () => void; readonly stop: () => void }

export async function proxyTo(target: number): Promise<Way> {
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1')
    near.pipe(far).pipe(near)
    for (const socket of [near, far]) sockets.add(socket.on('error', () => {}).on('close', () => sockets.delete(socket)))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const silence = () => sockets.forEach((socket) => void socket.unpipe().pause())
  const cut = () => sockets.forEach((socket) => void socket.destroy())
  const stop = () => {
    cut()
    server.close()
  }
  return { port: (server.address() as AddressInfo).port, silence, cut, stop }
}
