import { resolve } from 'node:path'
import { readSettings } from '@kitchen/runtime'
import { runBackup, runRestore } from './back-up.ts'
import { type CommandLine, readCommandLine, usage } from './command-line.ts'
import { runCook, runExplain, runRedrive, runReindex, runReplay, runStart } from './commands.ts'
import { runDoctor } from './doctor.ts'
import { runPassword } from './password.ts'
import { runPrune } from './prune.ts'
import { runRegion } from './region/region.ts'

const commands = {
  start: runStart,
  region: runRegion,
  cook: runCook,
  doctor: runDoctor,
  explain: runExplain,
  redrive: runRedrive,
  replay: runReplay,
  reindex: runReindex,
  password: runPassword,
  backup: runBackup,
  restore: runRestore,
  prune: runPrune,
}

try {
  const line = readCommandLine(process.argv.slice(2))
  if (line.command === 'help') console.log(usage)
  else process.exitCode = await commands[line.command](settingsOf(line), line)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  if (process.env.KITCHEN_LOG_LEVEL === 'debug') console.error(error)
  process.exitCode = 1
}
process.exit()

/** The data folder is made absolute: one from the command line is named from where the person is, others from the program's own folder. */
function settingsOf({ flags }: CommandLine) {
  const settings = readSettings(process.env, flags)
  const from = flags.KITCHEN_DATA === undefined ? process.cwd() : (process.env.KITCHEN_CALLED_FROM ?? process.cwd())
  return { ...settings, KITCHEN_DATA: resolve(from, settings.KITCHEN_DATA) }
}
