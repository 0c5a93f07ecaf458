import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'

const quickCompiler = '-XX:TieredStopAtLevel=1'

/** `beside`: what the archive's name begins with. `runOnce` starts the engine with these flags in an empty folder and stops it in order. */
export type Archiving = {
  readonly java: string
  readonly beside: string
  readonly says: () => void
  readonly runOnce: (home: string, flags: readonly string[]) => Promise<void>
}

/**
 * Flags for quick starts: the compiler that is quick at once, and classes that lie ready for loading. The archive of classes is made once
 * for each Java, by an engine that runs and stops; without it starts are slower, and right. Every entry of the class path must be a jar.
 */
export async function quickFlags({ java, beside, says, runOnce }: Archiving): Promise<readonly string[]> {
  const archive = `${beside}-${javaName(java)}.jsa`
  if (!existsSync(archive)) {
    says()
    await makeArchive(`${beside}.${process.pid}.trial`, archive, runOnce)
  }
  return existsSync(archive) ? [quickCompiler, `-XX:SharedArchiveFile=${archive}`] : [quickCompiler]
}

function javaName(java: string): string {
  const said = execFileSync(java, ['--version'])
  return createHash('sha256').update(said).digest('hex').slice(0, 8)
}

async function makeArchive(home: string, archive: string, runOnce: Archiving['runOnce']): Promise<void> {
  const half = `${archive}.${process.pid}.half`
  mkdirSync(home, { recursive: true })
  try {
    await runOnce(home, [quickCompiler, `-XX:ArchiveClassesAtExit=${half}`])
    renameSync(half, archive)
  } catch {
    // slower, and right
  } finally {
    rmSync(home, { recursive: true, force: true })
    rmSync(half, { force: true })
  }
}
