import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { onceOnDisk } from './once-on-disk.ts'
import type { JavaPrograms } from './programs.ts'
import { run } from './run.ts'

/** Told what is being done, a line each. */
export type Progress = (says: string) => void

/**
 * The jars of a pom, in a folder below `cache` that is named after the pom's content: brought once, whole or not at all. Several processes may ask at
 * the same time: one brings, the others wait. Rejects with Maven's last lines.
 */
export async function bringJars(needs: { pom: string; cache: string; programs: JavaPrograms; progress: Progress }): Promise<string> {
  const hash = createHash('sha256').update(readFileSync(needs.pom)).digest('hex').slice(0, 12)
  const jars = join(needs.cache, `jars-${hash}`)
  await onceOnDisk(jars, async (unfinished) => {
    needs.progress(`bringing the jars of ${needs.pom} from Maven Central 下载依赖 …`)
    const began = performance.now()
    await run(needs.programs.mvn, [
      '--batch-mode',
      '--quiet',
      '--file',
      needs.pom,
      'dependency:copy-dependencies',
      `-DoutputDirectory=${unfinished}`,
      '-DincludeScope=runtime',
    ])
    needs.progress(`  ${Math.round((performance.now() - began) / 1000)} s`)
  })
  return jars
}
