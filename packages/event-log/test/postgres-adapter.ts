import type { Database, Part } from '@kitchen/database'
import { type EventLog, startPostgresLog } from '../src/index.ts'

/** The adapter as the contract starts it; members are given up after one second instead of six. */
export const start = (database: Database): Promise<Part<EventLog>> =>
  startPostgresLog({ database, logger: { warn: () => {} }, patience: 1000 })
