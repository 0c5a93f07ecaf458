import { createReadStream, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createZstdDecompress } from 'node:zlib'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { fingerprintOf, type Partition, tablesOf } from './catalog.ts'
import { type Dumped, dumped } from './dump.ts'
import { type Migrations, migrate } from './migrate.ts'
import { asOwner } from './owner.ts'
import { makeRoles } from './roles.ts'

/** What a dump says that it holds. Refuses a folder without the list, which is written last. */
export function readDump(folder: string): Dumped {
  try {
    return dumped.parse(JSON.parse(readFileSync(join(folder, 'dump.json'), 'utf8')))
  } catch (cause) {
    throw new Error(
      `${folder} 不是完整的备份：缺少或读不懂 dump.json。\n${folder} is no whole backup: dump.json is missing or unreadable.`,
      { cause },
    )
  }
}

/**
 * Fills an empty database from a dump: the tables as they were then, their rows, every table compared with what was counted at the time; then it is brought up
 * to this program. Refuses a database that holds anything, a dump of a newer program, and one whose rows do not come out the same. One transaction.
 */
export async function restoreDatabase(ownerUrl: string, folder: string, migrations: readonly Migrations[]): Promise<Dumped> {
  const contents = readDump(folder)
  await asOwner(ownerUrl, async (client) => {
    await refuseFull(client)
    await makeRoles(client, ownerUrl)
    await migrate(client, migrations, contents.steps)
    await client.query('begin')
    await fill(client, folder, contents)
    await client.query('commit')
    await migrate(client, migrations)
  })
  return contents
}

async function refuseFull(client: pg.Client): Promise<void> {
  if ((await tablesOf(client)).length > 0)
    throw new Error(
      '要恢复到的数据库不是空的：请换一个新的数据目录。\nThe database to restore into is not empty: choose a new data folder.',
    )
}

async function fill(client: pg.Client, folder: string, { tables, partitions, sequences }: Dumped): Promise<void> {
  const there = new Set((await tablesOf(client)).map(({ name }) => name))
  const unknown = tables.find(({ name }) => !there.has(name))
  if (unknown)
    throw new Error(`备份里的表 ${unknown.name} 在本程序里没有。 The backup has a table that this program does not know: ${unknown.name}`)
  await client.query(`truncate ${tables.map(({ name }) => name).join(', ')}`)
  for (const partition of partitions) await makePartition(client, partition)
  for (const table of tables) await fillTable(client, folder, table)
  for (const { name, value, called } of sequences) await client.query('select setval($1, $2, $3)', [name, value, called])
}

const makePartition = (client: pg.Client, { name, parent, bound }: Partition) =>
  client.query(`create table if not exists ${name} partition of ${parent} ${bound}`)

async function fillTable(client: pg.Client, folder: string, { name, columns, print, file }: Dumped['tables'][number]): Promise<void> {
  const into = client.query(copyFrom(`copy ${name} (${columns}) from stdin`))
  await pipeline(createReadStream(join(folder, file)), createZstdDecompress(), into)
  const now = await fingerprintOf(client, { name })
  if (now !== print) throw new Error(`表 ${name} 恢复后与备份时不一样。 ${name} does not come out as it was: ${now} instead of ${print}`)
}
