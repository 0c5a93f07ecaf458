import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { OutletAdapter, Parcel } from '../src/outlet.ts'

const acts = ['send', 'probe', 'withdraw'] as const

/** A remote outlet behind a socket, so that it outlives those who send: an act that fails cuts the connection, as a lost reply does. */
export async function serveOutlet(adapter: OutletAdapter): Promise<{ address: string; close: () => void }> {
  const server = createServer(async (request, response) => {
    const act = acts.find((one) => request.url === `/${one}`)
    const words = await text(request).catch(() => undefined) // its sender was killed
    if (words === undefined) return
    const parcel = JSON.parse(words) as Parcel
    const attempt = { signal: new AbortController().signal, remember: async () => {} }
    await adapter[act!](parcel, attempt).then(
      (answer) => response.end(JSON.stringify(answer)),
      () => response.destroy(),
    )
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close }
}

/** The same outlet as a process of distribution reaches it. */
export function adapterAt(address: string): OutletAdapter {
  const act =
    <Answer>(name: (typeof acts)[number]) =>
    async ({ product, tries }: Parcel, { signal }: Parameters<OutletAdapter['send']>[1]): Promise<Answer> => {
      const answer = await fetch(`${address}/${name}`, { method: 'POST', body: JSON.stringify({ product, tries }), signal })
      return (await answer.json()) as Answer
    }
  return { concurrency: 8, send: act('send'), probe: act('probe'), withdraw: act('withdraw') }
}
