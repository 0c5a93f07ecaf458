import { quickFlags as archivedFlags } from '../java/class-archive.ts'
import type { Progress } from '../java/maven.ts'
import type { JavaPrograms } from '../java/programs.ts'
import { freePorts } from './free-ports.ts'
import { prepareNode } from './node.ts'

/** Flags for starts in two seconds instead of four. */
export function quickFlags({ java }: JavaPrograms, jars: string, progress: Progress): Promise<readonly string[]> {
  const says = () => progress('正在准备 Kafka 的快速启动（只需一次） preparing quick starts of Kafka (once) …')
  return archivedFlags({ java, beside: jars, says, runOnce: (home, flags) => runOnce(java, jars, home, flags) })
}

async function runOnce(java: string, jars: string, home: string, flags: readonly string[]): Promise<void> {
  const [port = 0, inner = 0] = await freePorts(2)
  const seat = { id: 1, port, inner }
  const node = await prepareNode({ seat, seats: [seat], home, java: { java, jars, heap: 256, flags }, settings: {}, format: [] })
  await node.start()
  await node.kill('SIGTERM')
}
