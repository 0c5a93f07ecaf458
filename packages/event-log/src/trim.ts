import type { Database, Part } from '@kitchen/database'
import type { Complain } from './complain.ts'

/** Once an hour: the log keeps a week, for the journal keeps all, and forgets members that have long been silent. */
export function startTrimming(database: Database, complain: Complain): Part<undefined> {
  const trim = () => database.system.query(TRIM).catch((trouble) => complain(trouble, 'old records stay'))
  const timer = setInterval(trim, 3_600_000).unref()
  return { value: undefined, stop: async () => clearInterval(timer) }
}
const TRIM = `with forgotten as (delete from log.member where until < now() - interval '1 hour')
  delete from log.record where at < now() - interval '7 days'`
