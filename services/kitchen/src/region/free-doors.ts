import { once } from 'node:events'
import { createServer } from 'node:net'
import type { Settings } from '@kitchen/runtime'
import type { Doors } from './members.ts'

/** Two ports for the front door that nobody holds: the wanted ones or the next; any two when 0 is wanted. They are known before the door opens. */
export async function freeDoors({ KITCHEN_PORT: wanted, KITCHEN_PUBLIC_PORT: wantedPublic }: Settings): Promise<Doors> {
  const workspace = await firstFree(wanted)
  return { workspace, published: await firstFree(wantedPublic ?? (wanted === 0 ? 0 : workspace + 1), workspace) }
}

async function firstFree(from: number, except?: number): Promise<number> {
  for (let port = from; port <= from + 20; port++) {
    const found = port === except ? undefined : await tryPort(port)
    if (found !== undefined && found !== except) return found
  }
  throw new Error(`端口 ${from} 到 ${from + 20} 都被占用 all these ports are taken`)
}

/** Both families, as the door will want them. */
async function tryPort(port: number): Promise<number | undefined> {
  const probe = createServer()
  try {
    await once(probe.listen(port, '::'), 'listening')
    const address = probe.address()
    return typeof address === 'object' && address ? address.port : undefined
  } catch {
    return undefined
  } finally {
    probe.close()
  }
}
