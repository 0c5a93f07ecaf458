import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { quickFlags } from '../java/class-archive.ts'
import { bringJars, type Progress } from '../java/maven.ts'
import { onceOnDisk } from '../java/once-on-disk.ts'
import { findJava, type JavaPrograms } from '../java/programs.ts'
import { run } from '../java/run.ts'
import { startMachine } from '../java/virtual-machine.ts'

/** `folder`: its data. `cache`: programs and jars, shared by all; default `.kitchen-tools/engines` of the checkout. `heap` in MiB. */
export type ElasticsearchNeeds = {
  readonly folder: string
  readonly cache?: string
  /** 0 or none: any that is free. */
  readonly port?: number
  readonly heap?: number
  /** G1 instead of the serial collector, and every tier of the compiler: a slower start, more speed later. */
  readonly forLoad?: boolean
  readonly progress?: Progress
}
export type Elasticsearch = {
  readonly url: string
  readonly pid: number
  /** Resolves with the reason when it goes although nobody asked. */
  readonly ended: Promise<string>
  readonly stop: () => Promise<void>
}

const here = import.meta.dirname
/** Where engines lie unless another place is named. */
export const engineCache = join(here, '../../.kitchen-tools/engines')

/**
 * A real Elasticsearch 8.19 of one node on loopback, from Maven Central, without Docker: brings and compiles what is missing into the cache, starts,
 * resolves when it serves. Neither security nor painless, reindex and percolator: they are not on Maven Central. Rejects with a sentence where Java is
 * missing: ask `findJava` first.
 */
export async function startElasticsearch(needs: ElasticsearchNeeds): Promise<Elasticsearch> {
  const { folder, cache = engineCache, port = 0, heap = 512, forLoad = false, progress = () => {} } = needs
  const programs = findJava()
  if (typeof programs === 'string') throw new Error(programs)
  const server = await bringServer(cache, programs, progress)
  const flags = forLoad ? ['-XX:+UseG1GC'] : await quickFlagsOf(programs, server, progress)
  progress('starting Elasticsearch 启动检索引擎 …')
  const { ready, ...machine } = await serve({ java: programs.java, server, folder, heap, flags, port })
  const url = `http://127.0.0.1:${ready}`
  progress(`Elasticsearch ${url}`)
  return { url, ...machine }
}

/** The runner first: a class archive is only good for the same jars in the same order. */
type Server = { readonly runner: string; readonly jars: string }
type Serving = { java: string; server: Server; folder: string; heap: number; flags: readonly string[]; port: number }

function serve({ java, server: { runner, jars }, folder, heap, flags, port }: Serving) {
  const path = `${runner}:${join(jars, '*')}`
  const words = [`-Xms${heap}m`, `-Xmx${heap}m`, ...flags, '-cp', path, 'kitchen.search.Serve', folder, String(port)]
  return startMachine({ java, words, folder, name: 'elasticsearch', isReady: portIn })
}

const portIn = (said: string) => /^READY (\d+) /m.exec(said)?.[1]

async function quickFlagsOf({ java }: JavaPrograms, server: Server, progress: Progress): Promise<readonly string[]> {
  const runOnce = async (folder: string, flags: readonly string[]) => {
    const { stop } = await serve({ java, server, folder, heap: 512, flags: ['-XX:+UseSerialGC', ...flags], port: 0 })
    await stop()
  }
  const says = () => progress('preparing quick starts of Elasticsearch (once) 准备检索引擎的快速启动 …')
  return ['-XX:+UseSerialGC', ...(await quickFlags({ java, beside: dirname(server.runner), says, runOnce }))]
}

/** The jars of the server, and our few classes in a jar of their own. */
async function bringServer(cache: string, programs: JavaPrograms, progress: Progress): Promise<Server> {
  const jars = await bringJars({ pom: join(here, 'pom.xml'), cache: join(cache, 'elasticsearch'), programs, progress })
  const sources = readdirSync(join(here, 'java'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.java'))
    .sort()
    .map((name) => join(here, 'java', name))
  const hash = createHash('sha256').update(jars)
  for (const source of sources) hash.update(readFileSync(source))
  const folder = join(cache, 'elasticsearch', `runner-${hash.digest('hex').slice(0, 12)}`)
  await onceOnDisk(folder, async (unfinished) => {
    progress('compiling its runner 编译启动程序 …')
    const classes = join(unfinished, 'classes')
    await run(programs.javac, ['--release', '17', '-proc:none', '-cp', join(jars, '*'), '-d', classes, ...sources])
    await run(join(dirname(programs.javac), 'jar'), ['--create', '--file', join(unfinished, 'runner.jar'), '-C', classes, '.'])
    rmSync(classes, { recursive: true })
  })
  return { runner: join(folder, 'runner.jar'), jars }
}
