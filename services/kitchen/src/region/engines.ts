import { startServer } from '@kitchen/database'
import type { Part } from '@kitchen/runtime'

/** Where the processes of a region find their engines, as settings. */
export type Engines = Readonly<Record<string, string>>

/** Each process has its own connections; the embedded server's usual 100 are few for a dozen. */
const connections = '600'

/** Starts the engines that the region's processes share, one after another, and says what each took; they stop in reverse. */
export async function startEngines(data: string, said: (name: string, ms: number) => void): Promise<Part<Engines>> {
  const began = performance.now()
  const postgres = await startServer(data, { max_connections: connections })
  said('PostgreSQL', performance.now() - began)
  return { value: { DATABASE_URL: postgres.url }, stop: postgres.stop }
}
