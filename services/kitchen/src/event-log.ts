import type { Database } from '@kitchen/database'
import { type EventLog, type KafkaAddress, startKafkaLog, startKafkaRelay, startPostgresLog, startPostgresRelay } from '@kitchen/event-log'
import type { Logger, Part, Settings } from '@kitchen/runtime'

type LogNeeds = { readonly database: Database; readonly logger: Logger }

/** The event log that the settings ask for, without its relay: on Kafka where they name brokers, else inside PostgreSQL. */
export function startLog(settings: Settings, needs: LogNeeds): Promise<Part<EventLog>> {
  const kafka = kafkaOf(settings)
  return kafka ? startKafkaLog({ ...needs, kafka, relay: false }) : startPostgresLog({ ...needs, relay: false })
}

/** Moves events from the queue of the database into that log. */
export function startRelay(settings: Settings, needs: LogNeeds): Promise<Part<undefined>> {
  const kafka = kafkaOf(settings)
  return kafka ? startKafkaRelay({ ...needs, kafka }) : startPostgresRelay(needs)
}

/** The Kafka that the settings name; undefined when they name none. */
export function kafkaOf(settings: Settings): KafkaAddress | undefined {
  if (settings.KAFKA_BROKERS === undefined) return undefined
  return {
    brokers: settings.KAFKA_BROKERS,
    tls: settings.KAFKA_TLS === 'on',
    ca: settings.KAFKA_CA,
    sasl: settings.KAFKA_SASL,
    prefix: settings.KAFKA_PREFIX,
    compression: settings.KAFKA_COMPRESSION,
  }
}
