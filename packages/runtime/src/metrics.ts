import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { type Measure, type MeasureName, measured, measureNames } from './measure.ts'

/** A part that can be measured. */
export type Measurable = { readonly name: string; readonly measures?: (() => Promise<readonly Measure[]>) | undefined }

/**
 * The registry behind /metrics: newsroom figures first, one cheap question to each part, then HTTP, the event loop and the process. A part that does not answer in
 * time is left out and told by `kitchen_silent`.
 */
export function createMetrics(parts: readonly Measurable[]): {
  registry: Registry
  requests: Histogram<'route' | 'method' | 'status'>
} {
  const registry = new Registry()
  newsroomGauges(registry, parts)
  const requests = new Histogram({
    name: 'http_request_seconds',
    help: 'Time to answer.',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.01, 0.05, 0.1, 0.3, 1, 3],
    registers: [registry],
  })
  collectDefaultMetrics({ register: registry })
  return { registry, requests }
}

function newsroomGauges(registry: Registry, parts: readonly Measurable[]): void {
  const asked = parts.flatMap(({ name, measures }) => (measures ? [{ name, ask: measured(measures) }] : []))
  const all = async () => (await Promise.all(asked.map(({ ask }) => ask()))).flatMap((found) => found ?? [])
  for (const name of Object.keys(measureNames) as MeasureName[]) gauge(registry, name, all)
  new Gauge({
    name: 'kitchen_silent',
    help: 'Parts that did not give their figures in time.',
    labelNames: ['part'],
    registers: [registry],
    async collect() {
      for (const { name, ask } of asked) this.set({ part: name }, (await ask()) === undefined ? 1 : 0)
    },
  })
}

function gauge(registry: Registry, name: MeasureName, all: () => Promise<readonly Measure[]>): void {
  const { help, labels } = measureNames[name]
  new Gauge({
    name: `kitchen_${name}`,
    help,
    labelNames: [...labels],
    registers: [registry],
    async collect() {
      this.reset()
      for (const one of await all()) if (one.name === name) this.set(one.labels, one.value)
    },
  })
}
