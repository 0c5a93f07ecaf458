import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
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
  const path = await bringServer(cache, programs, progress)
  progress('starting Elasticsearch 启动检索引擎 …')
  const quick = forLoad ? ['-XX:+UseG1GC'] : ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1']
  const words = [`-Xms${heap}m`, `-Xmx${heap}m`, ...quick, '-cp', path, 'kitchen.search.Serve', folder, String(port)]
  const { ready, ...machine } = await startMachine({ java: programs.java, words, folder, name: 'elasticsearch', isReady: portIn })
  const url = `http://127.0.0.1:${ready}`
  progress(`Elasticsearch ${url}`)
  return { url, ...machine }
}

const portIn = (said: string) => /^READY (\d+) /m.exec(said)?.[1]

/** The class path of the server: its jars and our few classes. */
export async function bringServer(cache: string, programs: JavaPrograms, progress: Progress): Promise<string> {
  const jars = await bringJars({ pom: join(here, 'pom.xml'), cache: join(cache, 'elasticsearch'), programs, progress })
  const sources = readdirSync(join(here, 'java'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.java'))
    .sort()
    .map((name) => join(here, 'java', name))
  const hash = createHash('sha256').update(jars)
  for (const source of sources) hash.update(readFileSync(source))
  const classes = join(cache, 'elasticsearch', `classes-${hash.digest('hex').slice(0, 12)}`)
  await onceOnDisk(classes, async (unfinished) => {
    progress('compiling its runner 编译启动程序 …')
    await run(programs.javac, ['--release', '17', '-proc:none', '-cp', join(jars, '*'), '-d', unfinished, ...sources])
  })
  return `${classes}:${join(jars, '*')}`
}
