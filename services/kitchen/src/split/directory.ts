import type { Database } from '@kitchen/database'
import type { Behind } from '@kitchen/edge'
import { type Logger, type Part, signHop } from '@kitchen/runtime'

/** A process as the others see it: `services` names what it serves, and where that is elsewhere than its inner door. */
export type Process = {
  readonly id: string
  readonly targets: readonly string[]
  readonly services: Readonly<Record<string, string>>
  readonly address: string
  readonly host: string
  readonly pid: number
  readonly did: Readonly<Record<string, number>>
  readonly seen: Date
}

/** Who serves what, and where, as the table of processes said a moment ago; addresses that the operator has fixed go before it. */
export type Directory = Behind & {
  /** Whether the service answers this path. */
  readonly serves: (service: string, path: string) => boolean
  /** Services that no process has ever announced in this kitchen. */
  readonly unknown: (services: readonly string[]) => readonly string[]
}
type Needs = {
  readonly database: Database
  readonly secret: string
  readonly fixed: Readonly<Record<string, readonly string[]>>
  readonly logger: Logger
}
type Known = { processes: readonly Process[]; paths: ReadonlyMap<string, readonly string[]> }

/** A process that has not been heard of for so long is not asked any more; one that was not reached comes last for a while. */
const [silence, shunMs, lookMs] = ['6 seconds', 3000, 1000]

/** Looks at the table every second. What it knew last holds while the database is away. */
export async function openDirectory({ database, secret, fixed, logger }: Needs): Promise<Part<Directory>> {
  let known: Known = await look(database)
  const shunned = new Map<string, number>()
  let turn = 0
  const again = async () => {
    known = await look(database).catch((error: unknown) => {
      logger.warn({ err: error }, 'the table of processes could not be read')
      return known
    })
  }
  const looking = setInterval(() => void again(), lookMs)
  const addressesOf = (service: string) => {
    const all = fixed[service] ?? known.processes.flatMap(({ services }) => services[service] ?? [])
    const shifted = [...all.slice(++turn % (all.length || 1)), ...all.slice(0, turn % (all.length || 1))]
    const late = (address: string) => Number((shunned.get(address) ?? 0) > Date.now())
    return shifted.sort((a, b) => late(a) - late(b))
  }
  const value: Directory = {
    addressesOf,
    unreachable: (address) => void shunned.set(address, Date.now() + shunMs),
    sign: (hop) => signHop(secret, hop),
    serves: (service, path) => known.paths.get(service)?.some((one) => path === one || path.startsWith(`${one}/`)) ?? false,
    unknown: (services) => services.filter((one) => !known.paths.has(one)),
  }
  return { value, stop: async () => clearInterval(looking) }
}

async function look(database: Database): Promise<Known> {
  const [processes, { rows }] = await Promise.all([
    livingProcesses(database),
    database.system.query<{ name: string; paths: string[] }>('select name, paths from kitchen.service'),
  ])
  return { processes, paths: new Map(rows.map(({ name, paths }) => [name, paths])) }
}

/** The processes that were heard of lately, the oldest first. */
export async function livingProcesses(database: Database): Promise<readonly Process[]> {
  const { rows } = await database.system.query<Process>(
    `select id, targets, services, address, host, pid, did, seen_at as seen from kitchen.process
      where seen_at > now() - $1::interval order by started_at, id`,
    [silence],
  )
  return rows
}
