import { destination, type Logger, pino } from 'pino'
import { traceOfId, workAtHand } from './trace.ts'

/** JSON lines with `part`, and where they apply `story`, `centre` and `trace`, which is the story's own unless a caller brought one. To a file when one is named, else to standard error. Secrets are cut out. */
export function createLogger({ level = 'info', file }: { level?: string; file?: string } = {}): Logger {
  const to = file === undefined ? destination(2) : destination({ dest: file, mkdir: true, sync: false })
  return pino(
    {
      level,
      base: null,
      mixin: () => ({ ...workAtHand() }),
      formatters: { log: withTrace },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: ['*.password', '*.secret', '*.cookie', '*.authorization', 'headers.cookie', 'headers.authorization'], remove: true },
    },
    to,
  )
}

const withTrace = (line: Record<string, unknown>): Record<string, unknown> => {
  const trace = line.trace ?? traceOfId(line.story) ?? traceOfId(line.asset)
  return trace === undefined ? line : { ...line, trace }
}
