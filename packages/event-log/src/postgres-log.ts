import type { Database, Part } from '@kitchen/database'
import { complainTo, type Warn } from './complain.ts'
import { listen } from './listen.ts'
import type { EventLog } from './log.ts'
import { joinGroup } from './member.ts'
import { moveToPostgres } from './postgres-move.ts'
import { startRelay } from './relay.ts'
import { startTrimming } from './trim.ts'

/**
 * Trouble that it survives goes to `logger`. `patience`: after so many milliseconds of silence a member of a group counts as dead. `relay`: whether it
 * moves events as well; false where another part does.
 */
export type PostgresLogNeeds = {
  readonly database: Database
  readonly logger: Warn
  readonly patience?: number
  readonly relay?: boolean
}

/**
 * The log inside PostgreSQL, and the relay that fills it. Several processes may run it over one database: one relay leads, and the
 * members of a group share its partitions. `stop` leaves all groups and then the relay.
 */
export async function startPostgresLog({ database, logger, patience = 6000, relay = true }: PostgresLogNeeds): Promise<Part<EventLog>> {
  const complain = complainTo(logger)
  const ear = await listen(database, complain)
  const relaying = relay ? await startPostgresRelay({ database, logger }) : undefined
  const members = new Set<Part<undefined>>()
  const consume: EventLog['consume'] = async (group, deliver) => {
    const member = await joinGroup({ database, group, deliver, bell: ear.value.bell(), complain, patience })
    members.add(member)
    return { value: undefined, stop: () => member.stop().finally(() => members.delete(member)) }
  }
  const stop = async () => {
    await Promise.all([...members].map((member) => member.stop()))
    await Promise.all([relaying?.stop(), ear.stop()])
  }
  return { value: { adapter: 'postgres', consume }, stop }
}

/** Moves events from the queue into the log inside PostgreSQL and forgets records that are a week old. Of all that run over one database one leads. */
export async function startPostgresRelay({ database, logger }: Pick<PostgresLogNeeds, 'database' | 'logger'>): Promise<Part<undefined>> {
  const complain = complainTo(logger)
  const relay = await startRelay(database, moveToPostgres, complain)
  const trimming = startTrimming(database, complain)
  const stop = async () => {
    await Promise.all([relay.stop(), trimming.stop()])
  }
  return { value: undefined, stop }
}
