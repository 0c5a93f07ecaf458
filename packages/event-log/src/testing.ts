import { setTimeout as delay } from 'node:timers/promises'
import type { Database, Migrations } from '@kitchen/database'
import { testDatabase } from '@kitchen/database/testing'
import type { EventLog } from './log.ts'
import { startPostgresLog } from './postgres-log.ts'

/** `settle` ends when every appended event, and every event that followed from it, has been consumed. */
export type TestLog = {
  readonly database: Database
  readonly log: EventLog
  readonly settle: (milliseconds?: number) => Promise<void>
  readonly stop: () => Promise<void>
}

/** For tests: a private database with its event log. Reactions that are started on it must be stopped before it. */
export async function testLog(migrations: readonly Migrations[] = []): Promise<TestLog> {
  const database = await testDatabase(migrations)
  const log = await startPostgresLog({ database: database.value, logger: { warn: (facts, says) => console.warn(says, facts) } })
  const stop = async () => {
    await log.stop()
    await database.stop()
  }
  return { database: database.value, log: log.value, settle: (limit = 15_000) => settle(database.value, limit), stop }
}

async function settle(database: Database, limit: number): Promise<void> {
  const end = Date.now() + limit
  for (;;) {
    const { rows } = await database.system.query<{ what: string; waiting: number }>(WAITING)
    if (rows.length === 0) return
    if (Date.now() > end) throw new Error(`After ${limit} ms still waiting: ${rows.map((row) => `${row.what} ${row.waiting}`).join(', ')}`)
    await delay(5)
  }
}
const WAITING = `select 'relay' as what, count(*) as waiting from journal.queue having count(*) > 0
  union all select l."group", sum(t."offset" - l."offset")::int from log.lease l join log.tail t using (partition)
  where exists (select from log.member m where m."group" = l."group" and until > now()) and l."offset" < t."offset" group by 1`
