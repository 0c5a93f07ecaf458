import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { zstdCompress, zstdDecompress } from 'node:zlib'
import kafkajs, { type Kafka, type SASLOptions } from 'kafkajs'

/**
 * Which Kafka, and as whom. `ca`: a file of certificates to trust; without one those of the system. `prefix`: before the name of every
 * topic and group, so that several kitchens may share a cluster. `compression`: of what we send; we read both.
 */
export type KafkaAddress = {
  readonly brokers: readonly string[]
  readonly tls?: boolean
  readonly ca?: string | undefined
  readonly sasl?: Sasl | undefined
  readonly prefix?: string
  readonly compression?: 'none' | 'zstd'
}
export type Sasl = Extract<SASLOptions, { mechanism: 'scram-sha-256' | 'scram-sha-512' }>

export const prefixOf = ({ prefix = 'kitchen.' }: KafkaAddress) => prefix

/** A client that is not connected yet. It says nothing by itself: its callers tell what went wrong, once. */
export function clientOf({ brokers, tls = false, ca, sasl }: KafkaAddress): Kafka {
  kafkajs.CompressionCodecs[kafkajs.CompressionTypes.ZSTD] = zstd
  return new kafkajs.Kafka({
    clientId: 'central-kitchen',
    brokers: [...brokers],
    logLevel: kafkajs.logLevel.NOTHING,
    connectionTimeout: 3000,
    requestTimeout: 15_000,
    retry,
    ...(tls ? { ssl: ca === undefined ? true : { ca: [readFileSync(ca, 'utf8')] } } : {}),
    ...(sasl ? { sasl } : {}),
  })
}

/** Short waits: a broker that comes back is found within 2 s. */
export const retry = { initialRetryTime: 100, maxRetryTime: 2000, retries: 5 }

const [compress, decompress] = [promisify(zstdCompress), promisify(zstdDecompress)]
const zstd = () => ({
  compress: (encoder: { readonly buffer: Buffer }) => compress(encoder.buffer),
  decompress: (buffer: Buffer) => decompress(buffer),
})

/** The error beneath the library's wrappings: its own names say only that it gave up. */
export function causeOf(trouble: unknown): unknown {
  return trouble instanceof Error && trouble.cause instanceof Error ? causeOf(trouble.cause) : trouble
}

/** Kafka's name of an error, like TOPIC_AUTHORIZATION_FAILED; undefined when it is none of the protocol. */
export function kindOf(trouble: unknown): string | undefined {
  const cause = causeOf(trouble)
  return cause instanceof Error && 'type' in cause ? String(cause.type) : undefined
}
