import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Report } from './service.ts'

/** The registry behind /metrics: newsroom figures first, then the process. */
export function createMetrics(reports: () => Promise<readonly Report[]>): {
  registry: Registry
  requests: Histogram<'route' | 'method' | 'status'>
} {
  const registry = new Registry()
  const figures = new Gauge({
    name: 'kitchen_figure',
    help: 'Figures of the System page, per part.',
    labelNames: ['part', 'name', 'unit'],
    registers: [registry],
    async collect() {
      this.reset()
      for (const report of await reports())
        for (const { name, value, unit } of report.figures) this.set({ part: report.part, name: name.en, unit }, value)
    },
  })
  const stuck = new Gauge({
    name: 'kitchen_stuck',
    help: 'Things that do not move by themselves, per part and kind.',
    labelNames: ['part', 'kind'],
    registers: [registry],
    async collect() {
      this.reset()
      for (const report of await reports()) for (const { kind } of report.stuck) this.inc({ part: report.part, kind })
    },
  })
  void figures
  void stuck
  collectDefaultMetrics({ register: registry })
  return {
    registry,
    requests: new Histogram({
      name: 'http_request_seconds',
      help: 'Time to answer.',
      labelNames: ['route', 'method', 'status'],
      buckets: [0.01, 0.05, 0.1, 0.3, 1, 3],
      registers: [registry],
    }),
  }
}
