import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** Told in one line what is going on, in Chinese and English. */
export type Progress = (line: string) => void
/** `tools`: with the perf tools that come with Kafka. */
export type JarsNeeds = { readonly cache: string; readonly progress: Progress; readonly tools?: boolean }

const run = promisify(execFile)
const pom = fileURLToPath(new URL('./pom.xml', import.meta.url))
/** The version of Kafka that the pom names. */
export const version = /<kafka\.version>(.*?)</.exec(readFileSync(pom, 'utf8'))?.[1] ?? ''

/**
 * The folder with Kafka's jars below `cache`, brought by Maven when it is missing (44 MB). Whole or not there: a download that was
 * killed leaves nothing that looks complete. Refuses, in one sentence, a machine without Java 17 or Maven.
 */
export async function bringJars({ cache, progress, tools = false }: JarsNeeds): Promise<string> {
  const folder = join(cache, `kafka-${version}${tools ? '-tools' : ''}`)
  await demandJava()
  if (existsSync(folder)) return folder
  progress(`正在获取 Kafka ${version}（44 MB，只需一次） bringing Kafka ${version} (44 MB, once) …`)
  const half = `${folder}.${process.pid}.half`
  mkdirSync(half, { recursive: true })
  try {
    await maven(half, tools)
    renameSync(half, folder)
  } catch (trouble) {
    if (!existsSync(folder)) throw trouble // else another process was quicker
  } finally {
    rmSync(half, { recursive: true, force: true })
  }
  return folder
}

async function maven(folder: string, tools: boolean): Promise<void> {
  const words = ['-B', '-q', '-f', pom, ...(tools ? ['-Ptools'] : []), 'dependency:copy-dependencies']
  try {
    await run('mvn', [...words, `-DoutputDirectory=${folder}`, '-DincludeScope=runtime'], { maxBuffer: 1 << 24, timeout: 900_000 })
  } catch (cause) {
    throw new Error(isMissing(cause) ? noMaven : `${noJars}\n${tailOf(cause)}`, { cause })
  }
}

/** Kafka 4 runs on Java 17 or newer. */
async function demandJava(): Promise<void> {
  const { stdout } = await run('java', ['--version']).catch((cause: unknown) => {
    throw new Error(isMissing(cause) ? noJava : tailOf(cause), { cause })
  })
  const found = Number(/\b(\d+)[.\d]*/.exec(stdout)?.[1] ?? 0)
  if (found < 17) throw new Error(`${noJava}　(java ${found})`)
}

/** Whether an engine can be brought here at all, and if not why. */
export async function whyNoKafka(): Promise<string | undefined> {
  const check = async () => {
    await demandJava()
    await run('mvn', ['--version']).catch((cause: unknown) => Promise.reject(new Error(noMaven, { cause })))
  }
  return check().then(
    () => undefined,
    (trouble: unknown) => (trouble instanceof Error ? trouble.message : String(trouble)),
  )
}

const noJava = 'Kafka 需要 Java 17 或更新：apt-get install default-jdk-headless　Kafka needs Java 17 or newer'
const noMaven = '获取 Kafka 需要 Maven：apt-get install maven　bringing Kafka needs Maven'
const noJars = '没能获取 Kafka，请检查网络和 Maven 的设置　Kafka could not be brought: look at the network and at Maven’s settings'

const isMissing = (trouble: unknown) => trouble instanceof Error && 'code' in trouble && trouble.code === 'ENOENT'
const tailOf = (trouble: unknown) => {
  const said = trouble instanceof Error && 'stdout' in trouble ? String(trouble.stdout) : ''
  return said.split('\n').slice(-12).join('\n') || String(trouble)
}
