import { createWriteStream } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createZstdCompress } from 'node:zlib'
import type pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { z } from 'zod'
import { fingerprintOf, partitionsOf, sequencesOf, tablesOf } from './catalog.ts'
import { asOwner } from './owner.ts'

/** `dump.json` of a dump: what was in the database when the snapshot was taken. `print`: count and sum of hashes of a table's rows. */
export const dumped = z.object({
  format: z.literal(1),
  at: z.iso.datetime(),
  server: z.string(),
  steps: z.array(z.object({ schema: z.string(), name: z.string(), checksum: z.string() })),
  partitions: z.array(z.object({ name: z.string(), parent: z.string(), bound: z.string() })),
  tables: z.array(z.object({ name: z.string(), columns: z.string(), print: z.string(), file: z.string() })),
  sequences: z.array(z.object({ name: z.string(), value: z.number(), called: z.boolean() })),
})
export type Dumped = z.infer<typeof dumped>

/**
 * Writes all rows of the database into a new folder, by COPY as text (any major version reads it), compressed, a file per table, while others write: one
 * snapshot, so what is told of a story is told everywhere. The list of contents comes last: a dump without it is not whole.
 */
export async function dumpDatabase(ownerUrl: string, folder: string): Promise<Dumped> {
  await mkdir(folder, { recursive: true })
  return asOwner(ownerUrl, async (client) => {
    await client.query('begin isolation level repeatable read read only')
    const contents = await dumpAll(client, folder)
    await client.query('commit')
    await writeFile(join(folder, 'dump.json'), `${JSON.stringify(contents, undefined, 1)}\n`, { flush: true })
    return contents
  })
}

async function dumpAll(client: pg.Client, folder: string): Promise<Dumped> {
  const { rows: facts } = await client.query<{ at: Date; server: string }>(
    `select now() as at, current_setting('server_version') as server`,
  )
  const { rows: steps } = await client.query<Dumped['steps'][number]>('select schema, name, checksum from migration.step order by 1, 2')
  const tables: Dumped['tables'] = []
  for (const { name, columns } of await tablesOf(client)) {
    const file = `${name.replaceAll('"', '')}.copy.zst`
    await dumpTable(client, name, columns, join(folder, file))
    tables.push({ name, columns, print: await fingerprintOf(client, { name }), file })
  }
  const [partitions, sequences] = [[...(await partitionsOf(client))], [...(await sequencesOf(client))]]
  return { format: 1, at: facts[0]!.at.toISOString(), server: facts[0]!.server, steps, partitions, tables, sequences }
}

async function dumpTable(client: pg.Client, name: string, columns: string, file: string): Promise<void> {
  const rows = client.query(copyTo(`copy (select ${columns} from ${name}) to stdout`))
  await pipeline(rows, createZstdCompress(), createWriteStream(file, { flush: true }))
}
