import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { isGone, type JavaNeeds, runJava, untilDone } from './java.ts'
import { linesOf, propertiesOf, type Seat, type Settings } from './properties.ts'

/**
 * One node. `kill` sends a signal and, unless it only stops or continues it, waits for the end, after `patience` milliseconds by
 * force; `start` brings it back on its data; `ended` says why it went, since its last start, although nobody had asked it to.
 */
export type KafkaNode = {
  readonly id: number
  readonly port: number
  readonly pid: () => number | undefined
  readonly kill: (signal: NodeJS.Signals, patience?: number) => Promise<void>
  readonly start: () => Promise<void>
  readonly ended: () => Promise<string>
}
/** `format`: more words for the formatting of a new folder, for example people for SCRAM. */
export type NodeNeeds = {
  readonly seat: Seat
  readonly seats: readonly Seat[]
  readonly home: string
  readonly java: Omit<JavaNeeds, 'log'>
  readonly settings: Settings
  readonly format: readonly string[]
}

/** All nodes of a cluster carry the same name: 22 characters of base64url. */
const cluster = 'Y2VudHJhbC1raXRjaGVuLQ'

/**
 * A node that is not running yet. Formats its folder when it is new.
 *
 *   folder ──format──▶ formatted ──start──▶ running ──kill──▶ gone ──start──▶ running
 */
export async function prepareNode({ seat, seats, home, java, settings, format }: NodeNeeds): Promise<KafkaNode> {
  const [data, properties, log] = [join(home, 'data'), join(home, 'server.properties'), join(home, 'out.log')]
  mkdirSync(home, { recursive: true })
  writeFileSync(properties, linesOf(propertiesOf(seat, seats, data, settings)))
  const needs = { ...java, log }
  if (!existsSync(join(data, 'meta.properties'))) await formatFolder(needs, data, properties, format)
  let child: ChildProcess | undefined
  let asked = false
  let ended = new Promise<string>(() => {})
  return {
    id: seat.id,
    port: seat.port,
    pid: () => (child && !isGone(child) ? child.pid : undefined),
    start: async () => {
      asked = false
      const { promise, resolve } = Promise.withResolvers<string>()
      ended = promise
      child = runJava(needs, ['kafka.Kafka', properties])
      child.on('exit', (code, signal) => asked || resolve(`Kafka ended with ${code ?? signal}: see ${log}`))
      await ready(child, seat.port, log)
    },
    kill: async (signal, patience = 10_000) => {
      asked = true
      if (child) await kill(child, signal, patience)
    },
    ended: () => ended,
  }
}

async function formatFolder(java: JavaNeeds, data: string, properties: string, more: readonly string[]): Promise<void> {
  rmSync(data, { recursive: true, force: true }) // what a killed formatting left
  const words = ['kafka.tools.StorageTool', 'format', '-t', cluster, '-c', properties, ...more]
  await untilDone(runJava(java, words), 'Kafka 的数据目录格式化 formatting Kafka’s folder', java.log)
}

/** The port for clients opens only when the broker takes part in its cluster. */
async function ready(child: ChildProcess, port: number, log: string): Promise<void> {
  for (const end = Date.now() + 90_000; !(await accepts(port)); await delay(25)) {
    if (isGone(child)) throw new Error(`Kafka 没能启动 Kafka ended while it started (${child.signalCode ?? child.exitCode}): ${log}`)
    if (Date.now() < end) continue
    child.kill('SIGKILL')
    throw new Error(`Kafka 九十秒没有就绪 Kafka was not ready after 90 s: ${log}`)
  }
}

const accepts = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket.destroy() !== undefined))
    socket.on('error', () => resolve(false))
  })

async function kill(child: ChildProcess, signal: NodeJS.Signals, patience: number): Promise<void> {
  if (isGone(child)) return
  child.kill(signal)
  if (signal === 'SIGSTOP' || signal === 'SIGCONT') return
  const hurry = setTimeout(() => child.kill('SIGKILL'), patience)
  await once(child, 'exit').finally(() => clearTimeout(hurry))
}
