import { fork } from 'node:child_process'
import { once } from 'node:events'
import { type Agent, request } from 'node:http'
import type { OutletAdapter } from '../../../services/distribution/src/outlet.ts'

export type RemoteServer = {
  readonly post: (wait: string, body: Buffer, agent: Agent, signal?: AbortSignal) => Promise<string>
  readonly stop: () => void
}

/** Starts the remote in a process of its own. */
export async function startRemote(): Promise<RemoteServer> {
  const child = fork(new URL('./remote-server.ts', import.meta.url))
  const [port] = (await once(child, 'message')) as [number]
  const post: RemoteServer['post'] = (wait, body, agent, signal) =>
    new Promise((resolve, reject) => {
      const asked = request(
        {
          port,
          host: '127.0.0.1',
          path: `/${wait}/product`,
          method: 'POST',
          agent,
          ...(signal ? { signal } : {}),
          headers: { 'content-length': body.byteLength },
        },
        (response) => {
          let text = ''
          response.setEncoding('utf8')
          response.on('data', (chunk: string) => {
            text += chunk
          })
          response.on('end', () => resolve(text))
          response.on('error', reject)
        },
      )
      asked.on('error', reject)
      asked.end(body)
    })
  return { post, stop: () => child.disconnect() }
}

/** An outlet that takes products by POST; its answer says what it holds, which is the receipt. */
export function remoteOutlet(
  server: RemoteServer,
  waitOf: (outlet: string) => string,
  bodyOf: (product: string) => Buffer,
  agent: Agent,
): OutletAdapter {
  return {
    concurrency: 8,
    send: async ({ outlet, product }, { signal }) => {
      const answer = await server.post(waitOf(outlet), bodyOf(product), agent, signal)
      return { look: 'seen', sight: { is: 'there', receipt: JSON.parse(answer), url: null } }
    },
    probe: async ({ product }) => ({ is: 'absent', detail: product }),
    withdraw: async () => ({ look: 'now' }),
  }
}
