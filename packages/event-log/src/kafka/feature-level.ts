import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { connect as connectByTls } from 'node:tls'
import type { KafkaAddress } from './address.ts'

/**
 * The level of a feature that the cluster has settled on: Kafka's versions are told by `metadata.version` alone. Asked by hand, for the
 * library reads no answer that is new enough (ApiVersions v3, kafka.apache.org/protocol). Undefined when the broker tells none.
 */
export async function featureLevel(address: KafkaAddress, feature: string): Promise<number | undefined> {
  const socket = socketTo(address)
  try {
    await once(socket, address.tls ? 'secureConnect' : 'connect', { signal: AbortSignal.timeout(3000) })
    socket.write(question)
    return levelIn(await answered(socket), feature)
  } finally {
    socket.destroy()
  }
}

function socketTo({ brokers, tls, ca }: KafkaAddress): Socket {
  const [host = '', port] = (brokers[0] ?? '').split(':')
  const place = { host, port: Number(port) }
  return tls ? connectByTls({ ...place, servername: host, ...(ca ? { ca: readFileSync(ca) } : {}) }) : connect(place)
}

/** Length, kind 18, version 3, number, no client name, no tags; then our name and version as short strings, no tags. */
const question = (() => {
  const name = Buffer.from('kitchen')
  const version = Buffer.from('1')
  const head = Buffer.from([0, 18, 0, 3, 0, 0, 0, 1, 255, 255, 0])
  const body = Buffer.concat([head, Buffer.from([name.length + 1]), name, Buffer.from([version.length + 1]), version, Buffer.from([0])])
  const length = Buffer.alloc(4)
  length.writeInt32BE(body.length)
  return Buffer.concat([length, body])
})()

async function answered(socket: Socket): Promise<Buffer> {
  let got = Buffer.alloc(0)
  while (got.length < 4 || got.length < got.readInt32BE(0) + 4) {
    const [chunk] = await once(socket, 'data', { signal: AbortSignal.timeout(3000) })
    got = Buffer.concat([got, chunk as Buffer])
  }
  return got
}

/**
 * After the list of requests come tagged fields; of these the third (2) lists features: a short string, the highest and the lowest
 * level. Found by its name behind the last mention of it, for the first (0) lists what could be.
 */
function levelIn(answer: Buffer, feature: string): number | undefined {
  const at = answer.lastIndexOf(feature)
  const end = at + feature.length
  return at < 0 || end + 4 > answer.length ? undefined : answer.readInt16BE(end)
}
