import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { dumpDatabase } from './dump.ts'

const kept = 3

/** Before data are changed by a new program they are copied into `<folder>/copies/<time>`, the last three of which stay. Without the copy nothing is changed. */
export async function copyBeforeMigration(
  ownerUrl: string,
  folder: string,
  steps: readonly string[],
  told: (words: string) => void,
): Promise<void> {
  const all = join(folder, 'copies')
  const copy = join(all, new Date().toISOString().replaceAll(':', '-'))
  told(`  数据升级前先复制一份 copying the data before ${steps.length} new migrations: ${copy}`)
  mkdirSync(all, { recursive: true, mode: 0o700 })
  await dumpDatabase(ownerUrl, copy).catch((cause: unknown) => {
    rmSync(copy, { recursive: true, force: true })
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new Error(
      `升级前的副本没有做成，数据没有改动：${why}。请检查磁盘空间后再启动。\nThe copy before the upgrade failed and nothing was changed: ${why}. Check the disk and start again.`,
      { cause },
    )
  })
  for (const old of readdirSync(all).sort().slice(0, -kept)) rmSync(join(all, old), { recursive: true, force: true })
}
