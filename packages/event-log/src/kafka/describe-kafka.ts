import { clientOf, type KafkaAddress, kindOf, prefixOf } from './address.ts'
import { featureLevel } from './feature-level.ts'
import { partitions } from './partition.ts'
import { asAdmin, says, wrongTopics } from './topics.ts'

/**
 * What `doctor` tells of Kafka. `level`: its metadata.version, 25 from Kafka 4.0 on; undefined where it tells none. `denied`: what this
 * account may not do, by Kafka's names of errors. `wrong`: topics that are missing (0 partitions) or have another number of partitions,
 * with what to do.
 */
export type KafkaDescription = {
  readonly brokers: number
  readonly level: number | undefined
  readonly denied: readonly string[]
  readonly wrong: readonly { readonly topic: string; readonly partitions: number; readonly next: string }[]
  readonly wanted: number
}

/** Asks and changes nothing. Rejects when no broker can be reached or none lets us in. */
export async function describeKafka(address: KafkaAddress): Promise<KafkaDescription> {
  const [kafka, prefix] = [clientOf(address), prefixOf(address)]
  const level = await featureLevel(address, 'metadata.version').catch(() => undefined)
  return asAdmin(kafka, async (admin) => {
    const { brokers } = await admin.describeCluster()
    const wrong = (await wrongTopics(admin, prefix)).map((one) => ({ ...one, next: says(one) }))
    const missing = wrong.filter((one) => one.partitions === 0).map(({ topic }) => ({ topic, numPartitions: partitions }))
    const tries = [
      admin.fetchOffsets({ groupId: `${prefix}doctor` }),
      ...(missing.length > 0 ? [admin.createTopics({ topics: missing, validateOnly: true })] : []),
    ]
    const denied = (await Promise.allSettled(tries)).flatMap((tried) => (tried.status === 'rejected' ? [nameOf(tried.reason)] : []))
    return { brokers: brokers.length, level, denied, wrong, wanted: partitions }
  })
}

const nameOf = (trouble: unknown) => kindOf(trouble) ?? (trouble instanceof Error ? firstOf(trouble) : String(trouble))
/** Several errors of one request come as one, with the list beside it. */
const firstOf = (trouble: Error) =>
  'errors' in trouble && Array.isArray(trouble.errors) ? (kindOf(trouble.errors[0]) ?? trouble.message) : trouble.message
