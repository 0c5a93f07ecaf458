import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import type { Database } from '@kitchen/database'
import type { Logger, Part } from '@kitchen/runtime'
import type { Router } from 'express'

/** What a process says of itself. `paths`: the addresses of a service, by its first two segments. */
export type Announcement = {
  readonly targets: readonly string[]
  readonly address: string
  readonly services: Readonly<Record<string, { readonly address: string; readonly paths: readonly string[] }>>
  /** What it has done so far, counted. */
  readonly did: () => Readonly<Record<string, number>>
}
const beatMs = 2000

/** Enters this process into the table of processes and keeps saying that it lives; leaves it when it stops. */
export async function announceProcess(database: Database, logger: Logger, said: Announcement): Promise<Part<undefined>> {
  const id = randomUUID()
  const services = Object.fromEntries(Object.entries(said.services).map(([name, { address }]) => [name, address]))
  const values = [id, said.targets, JSON.stringify(services), said.address, hostname(), process.pid]
  const beat = () => database.system.query(BEAT, [...values, JSON.stringify(said.did())])
  for (const [name, { paths }] of Object.entries(said.services)) await database.system.query(SERVICE, [name, paths])
  await database.system.query(FORGET, [hostname(), process.pid])
  await beat()
  const beating = setInterval(
    () => void beat().catch((error: unknown) => logger.warn({ err: error }, 'this process could not say that it lives')),
    beatMs,
  )
  const stop = async () => {
    clearInterval(beating)
    await database.system.query('delete from kitchen.process where id = $1', [id]).catch(() => {}) // silence says the same, later
  }
  return { value: undefined, stop }
}
const BEAT = `insert into kitchen.process (id, targets, services, address, host, pid, did) values ($1, $2, $3, $4, $5, $6, $7)
  on conflict (id) do update set did = excluded.did, seen_at = now()`
const SERVICE = 'insert into kitchen.service values ($1, $2) on conflict (name) do update set paths = excluded.paths'
/** What a killed process of this number left, and whatever has been silent for a day. */
const FORGET = `delete from kitchen.process where (host = $1 and pid = $2) or seen_at < now() - interval '1 day'`

type Layer = { readonly route?: { readonly path: string }; readonly handle: unknown }

/** The addresses of a router, each by its first two segments: `/api/stories`. A router names its paths in full. */
export function pathsOf(router: Router): string[] {
  const all = (router.stack as unknown as readonly Layer[]).flatMap(({ route, handle }): string[] => {
    if (route) return [String(route.path).split('/').slice(0, 3).join('/')]
    return typeof handle === 'function' && 'stack' in handle ? pathsOf(handle as unknown as Router) : []
  })
  return [...new Set(all)].sort()
}
