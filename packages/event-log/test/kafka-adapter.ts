import type { Database, Part } from '@kitchen/database'
import { type EventLog, startKafkaLog } from '../src/index.ts'

/** The adapter as the contract starts it, on the broker that KAFKA_BROKERS names; members are given up after a second. */
export const start = (database: Database): Promise<Part<EventLog>> =>
  startKafkaLog({ database, logger: { warn: () => {} }, kafka: { brokers: brokers() }, patience: 1000, wait: 100 })

export const brokers = () => (process.env.KAFKA_BROKERS ?? '').split(',')
