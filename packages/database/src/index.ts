export { type Abandoned, abandonedDatabases, removeAbandoned } from './abandoned.ts'
export { append, largestBody } from './append.ts'
export { type Backup, backUpDatabase, restoreInto } from './back-up.ts'
export { type Database, type DatabaseNeeds, type Part, startDatabase, type Tx } from './database.ts'
export { type Description, describeDatabase } from './describe.ts'
export {
  askRedrive,
  historyOf,
  type Lag,
  type LogLag,
  lagOf,
  logLagOf,
  type Parked,
  type Placed,
  parkedCounts,
  parkedKeys,
  type Queue,
  queueOf,
  takeAsked,
} from './journal-reads.ts'
export type { Migrations } from './migrate.ts'
export { isAway, Poison } from './poison.ts'
export { type Apply, receive } from './receive.ts'
export { type Redriven, redrive } from './redrive.ts'
export { askReplay, type Replayed } from './replay.ts'
export { type Server, startServer } from './server.ts'
export { type Scope, systemTransaction, transaction } from './transaction.ts'
