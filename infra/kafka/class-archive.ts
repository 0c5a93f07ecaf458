import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import type { Progress } from '../java/maven.ts'
import type { JavaPrograms } from '../java/programs.ts'
import { freePorts } from './free-ports.ts'
import { prepareNode } from './node.ts'

const quickCompiler = '-XX:TieredStopAtLevel=1'

/**
 * Flags for starts in two seconds instead of four: the quick compiler, and classes that lie ready for loading. The archive of classes
 * is made once for each Java, by a node that runs and stops; without it starts are slower, and right.
 */
export async function quickFlags({ java }: JavaPrograms, jars: string, progress: Progress): Promise<readonly string[]> {
  const archive = `${jars}-${javaName(java)}.jsa`
  if (!existsSync(archive)) await makeArchive(java, jars, archive, progress)
  return existsSync(archive) ? [quickCompiler, `-XX:SharedArchiveFile=${archive}`] : [quickCompiler]
}

function javaName(java: string): string {
  const said = execFileSync(java, ['--version'])
  return createHash('sha256').update(said).digest('hex').slice(0, 8)
}

async function makeArchive(java: string, jars: string, archive: string, progress: Progress): Promise<void> {
  progress('正在准备 Kafka 的快速启动（只需一次） preparing quick starts of Kafka (once) …')
  const [half, home] = [`${archive}.${process.pid}.half`, `${jars}.${process.pid}.trial`]
  mkdirSync(home, { recursive: true })
  try {
    await runOnce(java, jars, home, half)
    renameSync(half, archive)
  } catch {
    // see above
  } finally {
    rmSync(home, { recursive: true, force: true })
    rmSync(half, { force: true })
  }
}

async function runOnce(java: string, jars: string, home: string, archive: string): Promise<void> {
  const [port = 0, inner = 0] = await freePorts(2)
  const seat = { id: 1, port, inner }
  const flags = [quickCompiler, `-XX:ArchiveClassesAtExit=${archive}`]
  const node = await prepareNode({ seat, seats: [seat], home, java: { java, jars, heap: 256, flags }, settings: {}, format: [] })
  await node.start()
  await node.kill('SIGTERM')
}
