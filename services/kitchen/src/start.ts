import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createLogger, type Logger, type Part, readRegion, type Settings, startParts } from '@kitchen/runtime'
import { partsTable, type Values } from './parts.ts'
import { announce, type Whereabouts } from './running.ts'
import { countDid } from './split/did.ts'
import { openInner } from './split/open-inner.ts'
import { type Shape, shapeOf } from './split/targets.ts'

export type Kitchen = Whereabouts & { readonly logger: Logger; readonly ended: Promise<string> }

/** Starts the targets (`all`: everything) with what they need on this data folder. Logs go to `<data>/kitchen.log`, or to one file per set of targets. */
export async function startKitchen(
  settings: Settings,
  targets: readonly string[] = ['all'],
  started: (name: string, ms: number) => void = () => {},
): Promise<Part<Kitchen>> {
  mkdirSync(settings.KITCHEN_DATA, { recursive: true })
  const shape = shapeOf(targets)
  if (shape !== 'all') demandShared(settings)
  const logger = loggerOf(settings, targets)
  const did = countDid()
  const table = partsTable({ settings, region: readRegion(settings.KITCHEN_REGION), logger, shape, did })
  const { value, stop } = await startParts<Values>(table, wantedOf(shape), (name, ms) => {
    logger.info({ part: name, ms: Math.round(ms) }, 'started')
    started(name, ms)
  })
  const inner =
    shape === 'all' ? undefined : await openInner({ settings, logger, targets, shape, did, values: value }).catch(stopFirst(stop))
  const where = {
    pid: process.pid,
    workspace: `http://localhost:${value.edge?.port ?? 0}`,
    published: `http://localhost:${value.published?.port ?? 0}`,
  }
  const leave = value.edge ? announce(settings.KITCHEN_DATA, where) : () => {}
  return {
    value: { ...where, logger, ended: Promise.race([value.database?.ended ?? never, value.alone?.lost ?? never]) },
    stop: async () => {
      leave()
      await inner?.stop()
      await stop()
    },
  }
}

const never = new Promise<string>(() => {})

/** In one process the front door needs all others; in several each process is what it was told to be. */
const wantedOf = (shape: Shape): (keyof Values & string)[] =>
  shape === 'all' ? ['edge'] : ([...shape, 'database'] as (keyof Values & string)[])

/** Processes of one kitchen share a database and agree on where readers find the sites. */
function demandShared({ DATABASE_URL, KITCHEN_PUBLIC_ORIGIN, KITCHEN_PORT }: Settings): void {
  if (DATABASE_URL === undefined)
    throw new Error(
      '分开运行各部件时，它们共用一个 PostgreSQL：请设 DATABASE_URL，或用 npm run region。\n' +
        'Targets in processes of their own share one PostgreSQL: set DATABASE_URL, or use npm run region.',
    )
  if (KITCHEN_PUBLIC_ORIGIN === undefined && KITCHEN_PORT === 0)
    throw new Error(
      '分开运行时请设 KITCHEN_PUBLIC_ORIGIN（读者打开网站的地址）。 Set KITCHEN_PUBLIC_ORIGIN: where readers reach the sites.',
    )
}

function loggerOf({ KITCHEN_LOG_LEVEL: level, KITCHEN_DATA: data }: Settings, targets: readonly string[]): Logger {
  if (targets.includes('all')) return createLogger({ level, file: join(data, 'kitchen.log') })
  return createLogger({ level, file: join(data, 'logs', `${targets.join('+')}.log`) }).child({ pid: process.pid })
}

const stopFirst = (stop: () => Promise<void>) => async (error: unknown) => {
  await stop().catch(() => {})
  throw error
}
