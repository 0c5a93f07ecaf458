import { createHash } from 'node:crypto'

/** Of every topic, fixed at birth: another number would part the events of a key. */
export const partitions = 12

/** Which partition a key belongs to; the same as `journal.partition_of` in the database. */
export function partitionOf(key: string): number {
  return createHash('md5').update(key).digest().readUInt32BE(0) % partitions
}
