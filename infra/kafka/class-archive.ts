import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { promisify } from 'node:util'
import { freePorts } from './free-ports.ts'
import type { Progress } from './jars.ts'
import { prepareNode } from './node.ts'

const run = promisify(execFile)
const quickCompiler = '-XX:TieredStopAtLevel=1'

/**
 * Flags for starts in two seconds instead of four: the quick compiler, and classes that lie ready for loading. The archive of classes
 * is made once for each Java, by a node that runs and stops; without it starts are slower, and right.
 */
export async function quickFlags(jars: string, progress: Progress): Promise<readonly string[]> {
  const archive = `${jars}-${await javaName()}.jsa`
  if (!existsSync(archive)) await makeArchive(jars, archive, progress)
  return existsSync(archive) ? [quickCompiler, `-XX:SharedArchiveFile=${archive}`] : [quickCompiler]
}

async function javaName(): Promise<string> {
  const { stdout } = await run('java', ['--version'])
  return createHash('sha256').update(stdout).digest('hex').slice(0, 8)
}

async function makeArchive(jars: string, archive: string, progress: Progress): Promise<void> {
  progress('正在准备 Kafka 的快速启动（只需一次） preparing quick starts of Kafka (once) …')
  const [half, home] = [`${archive}.${process.pid}.half`, `${jars}.${process.pid}.trial`]
  mkdirSync(home, { recursive: true })
  try {
    await runOnce(jars, home, half)
    renameSync(half, archive)
  } catch {
    // see above
  } finally {
    rmSync(home, { recursive: true, force: true })
    rmSync(half, { force: true })
  }
}

async function runOnce(jars: string, home: string, archive: string): Promise<void> {
  const [port = 0, inner = 0] = await freePorts(2)
  const seat = { id: 1, port, inner }
  const flags = [quickCompiler, `-XX:ArchiveClassesAtExit=${archive}`]
  const node = await prepareNode({ seat, seats: [seat], home, java: { jars, heap: 256, flags }, settings: {}, format: [] })
  await node.start()
  await node.kill('SIGTERM')
}
