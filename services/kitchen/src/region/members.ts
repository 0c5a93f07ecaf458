import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Settings } from '@kitchen/runtime'
import type { Target } from '../split/targets.ts'
import type { Engines } from './engines.ts'
import type { Wanted } from './keep-running.ts'

/** The processes of a region on one machine, in the order of their start; the front door is the last to open and the first to close. */
const members: readonly Target[] = [
  'simulator',
  'relay',
  'identity',
  'ingest',
  'editing',
  'transcoding',
  'transcoding',
  'generation',
  'distribution',
  'syndication',
  'search',
  'edge',
]
/** A dozen processes load the same modules: half of the work of a start is done once. */
const compiled = fileURLToPath(new URL('../../../../node_modules/.cache/central-kitchen/compiled', import.meta.url))
const program = fileURLToPath(new URL('../main.ts', import.meta.url))

/** Where the front door stands; every process knows it, for addresses of published pages stand in what they make. */
export type Doors = { readonly workspace: number; readonly published: number }

/** What is to run, each with its settings. Of two of a kind the second is called `transcoding-2`. */
export function membersOf(settings: Settings, engines: Engines, doors: Doors): Wanted[] {
  const origin = settings.KITCHEN_PUBLIC_ORIGIN ?? `http://localhost:${doors.published}`
  return members.map((target, index) => {
    const nth = members.slice(0, index).filter((one) => one === target).length + 1
    const name = nth === 1 ? target : `${target}-${nth}`
    return {
      name,
      command: [process.execPath, program, 'start', '--target', target],
      log: join(settings.KITCHEN_DATA, 'logs', `${name}.out`),
      environment: {
        ...process.env,
        NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? compiled,
        ...engines,
        KITCHEN_DATA: settings.KITCHEN_DATA,
        KITCHEN_PORT: String(doors.workspace),
        KITCHEN_PUBLIC_PORT: String(doors.published),
        KITCHEN_PUBLIC_ORIGIN: origin,
      },
    }
  })
}
