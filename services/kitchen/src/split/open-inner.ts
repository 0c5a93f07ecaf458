import { hopSecret, type Logger, listen, type Part, type ServiceValue, type Settings } from '@kitchen/runtime'
import type { Values } from '../parts.ts'
import { announceProcess, pathsOf } from './announce.ts'
import type { Did } from './did.ts'
import { innerDoor } from './inner-door.ts'
import { observed, type Shape } from './targets.ts'

type Needs = {
  readonly settings: Settings
  readonly logger: Logger
  readonly targets: readonly string[]
  readonly shape: Exclude<Shape, 'all'>
  readonly values: Partial<Values>
  readonly did: Did
}

/** Opens the door for the other processes and tells them where it is; in the reverse order when it stops. */
export async function openInner({ settings, logger, targets, shape, values, did }: Needs): Promise<Part<undefined>> {
  const { KITCHEN_INNER_HOST: host, KITCHEN_INNER_PORT: port, DATABASE_URL: url = '' } = settings
  const services = Object.fromEntries(
    observed.flatMap((name): [string, ServiceValue][] => (shape.has(name) && values[name] ? [[name, values[name]]] : [])),
  )
  const app = innerDoor({ services, secret: hopSecret(url), logger: logger.child({ part: 'inner' }), asked: () => void did.requests++ })
  const door = await listen(app, port, host === undefined ? 'loopback' : '::')
  const address = `http://${host ?? '127.0.0.1'}:${door.value.port}`
  const served = Object.entries(services).map(([name, { routes }]) => [name, { address, paths: pathsOf(routes) }] as const)
  const simulators = values.simulator ? [['simulator', { address: values.simulator.base, paths: [] }] as const] : []
  const said = await announceProcess(values.database!, logger, {
    targets,
    address,
    services: Object.fromEntries([...served, ...simulators]),
    did: () => ({ ...did }),
  })
  const stop = async () => {
    await said.stop()
    await door.stop()
  }
  return { value: undefined, stop }
}
