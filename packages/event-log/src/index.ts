export type { Deliver, EventLog, Group } from './log.ts'
export { type PostgresLogNeeds, startPostgresLog } from './postgres-log.ts'
export { type Reaction, type Reactions, type ReactNeeds, react } from './react.ts'
export { type Move, startRelay } from './relay.ts'
