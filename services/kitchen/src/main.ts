import { readSettings } from '@kitchen/runtime'
import { readCommandLine } from './command-line.ts'
import { runCook, runExplain, runRedrive, runStart } from './commands.ts'
import { runDoctor } from './doctor.ts'

try {
  const line = readCommandLine(process.argv.slice(2))
  const settings = readSettings(process.env, line.flags)
  const commands = { start: runStart, cook: runCook, doctor: runDoctor, explain: runExplain, redrive: runRedrive }
  process.exitCode = await commands[line.command](settings, line)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  if (process.env.KITCHEN_LOG_LEVEL === 'debug') console.error(error)
  process.exitCode = 1
}
process.exit()
