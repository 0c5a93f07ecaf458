/** Settings of server.properties, by name. */
export type Settings = Readonly<Record<string, string>>
/** A node of a cluster: its number from 1, where clients and where the other nodes reach it, all on loopback. */
export type Seat = { readonly id: number; readonly port: number; readonly inner: number }

/**
 * What a node is told. One node: broker and controller in one, every topic once. Three: each topic three times, of which two have to
 * be written. Topics are made by the program alone. Broken nodes are noticed within seconds instead of nine.
 */
export function propertiesOf(seat: Seat, seats: readonly Seat[], folder: string, more: Settings = {}): Settings {
  const copies = String(Math.min(3, seats.length))
  const written = seats.length >= 3 ? '2' : '1'
  return {
    'process.roles': 'broker,controller',
    'node.id': String(seat.id),
    'controller.quorum.voters': seats.map(({ id, inner }) => `${id}@127.0.0.1:${inner}`).join(','),
    'controller.listener.names': 'CONTROLLER',
    listeners: `PLAINTEXT://127.0.0.1:${seat.port},CONTROLLER://127.0.0.1:${seat.inner}`,
    'log.dirs': folder,
    'auto.create.topics.enable': 'false',
    'num.partitions': '12',
    'default.replication.factor': copies,
    'min.insync.replicas': written,
    'offsets.topic.replication.factor': copies,
    'offsets.topic.num.partitions': '4',
    ...internal('transaction.state.log', copies, written),
    ...internal('share.coordinator.state.topic', copies, written),
    'transaction.state.log.num.partitions': '4',
    'group.initial.rebalance.delay.ms': '0',
    'group.min.session.timeout.ms': '1000',
    'num.network.threads': '2',
    'num.io.threads': '4',
    'background.threads': '2',
    'log.cleaner.dedupe.buffer.size': '16777216',
    'controlled.shutdown.enable': String(seats.length > 1),
    'broker.session.timeout.ms': '3000',
    'broker.heartbeat.interval.ms': '500',
    ...more,
  }
}

const internal = (name: string, copies: string, written: string): Settings => ({
  [`${name}.replication.factor`]: copies,
  [`${name}.min.isr`]: written,
})

/** As lines of server.properties. */
export const linesOf = (settings: Settings) =>
  `${Object.entries(settings)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n')}\n`
