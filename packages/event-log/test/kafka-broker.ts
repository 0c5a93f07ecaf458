import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findJava, freePorts, type Kafka, startKafka } from '../../../infra/kafka/index.ts'
import { type Way, wayTo } from './way.ts'

/** Why there can be no Kafka here; undefined where there can. */
export function whyNoKafka(): string | undefined {
  const java = findJava()
  return typeof java === 'string' ? java : undefined
}

/** A broker with a second door: who comes through `way` is sent through it again whatever it asks. */
export type Broker = { readonly kafka: Kafka; readonly door: string; readonly way: Way; readonly stop: () => Promise<void> }

export async function startBroker(): Promise<Broker> {
  const folder = mkdtempSync(join(tmpdir(), 'kitchen-kafka-'))
  const [inside = 0, outside = 0] = await freePorts(2)
  const kafka = await startKafka({
    folder,
    progress: console.log,
    settings: ({ port, inner }) => ({
      listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${inner},DOOR://127.0.0.1:${inside}`,
      'advertised.listeners': `PLAINTEXT://127.0.0.1:${port},DOOR://127.0.0.1:${outside}`,
      'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,DOOR:PLAINTEXT',
      'inter.broker.listener.name': 'PLAINTEXT',
    }),
  })
  const way = await wayTo(inside, outside)
  const stop = async () => {
    way.stop()
    await kafka.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  return { kafka, door: `127.0.0.1:${outside}`, way, stop }
}
