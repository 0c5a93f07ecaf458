import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createLogger, type Logger, type Part, readRegion, type Settings, startParts } from '@kitchen/runtime'
import { partsTable, type Values } from './parts.ts'
import { announce, type Whereabouts } from './running.ts'

export type Kitchen = Whereabouts & { readonly logger: Logger; readonly ended: Promise<string> }

/** Starts the targets (`all`: everything) with what they need on this data folder. Logs go to `<data>/kitchen.log`. */
export async function startKitchen(
  settings: Settings,
  targets: readonly string[] = ['all'],
  started: (name: string, ms: number) => void = () => {},
): Promise<Part<Kitchen>> {
  mkdirSync(settings.KITCHEN_DATA, { recursive: true })
  const region = readRegion(settings.KITCHEN_REGION)
  const logger = createLogger({ level: settings.KITCHEN_LOG_LEVEL, file: join(settings.KITCHEN_DATA, 'kitchen.log') })
  const table = partsTable(settings, region, logger)
  const wanted = targets.includes('all') ? (['edge'] as const) : (targets as readonly (keyof Values & string)[])
  const { value, stop } = await startParts<Values>(table, wanted, (name, ms) => {
    logger.info({ part: name, ms: Math.round(ms) }, 'started')
    started(name, ms)
  })
  const where = {
    pid: process.pid,
    workspace: `http://localhost:${value.edge?.port ?? 0}`,
    published: `http://localhost:${value.published?.port ?? 0}`,
  }
  const leave = value.edge ? announce(settings.KITCHEN_DATA, where) : () => {}
  return {
    value: { ...where, logger, ended: value.database?.ended ?? new Promise(() => {}) },
    stop: async () => {
      leave()
      await stop()
    },
  }
}
