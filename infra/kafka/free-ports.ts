import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'

/** Ports on loopback that nobody listens on, all different. */
export async function freePorts(many: number): Promise<readonly number[]> {
  const probes = Array.from({ length: many }, () => createServer().listen(0, '127.0.0.1'))
  await Promise.all(probes.map((probe) => once(probe, 'listening')))
  const ports = probes.map((probe) => (probe.address() as AddressInfo).port)
  await Promise.all(probes.map((probe) => once(probe.close(), 'close')))
  return ports
}
