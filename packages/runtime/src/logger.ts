import { destination, type Logger, pino } from 'pino'

/** JSON lines with `part`, and where they apply `story` and `centre`. To a file when one is named, else to standard error. Secrets are cut out. */
export function createLogger({ level = 'info', file }: { level?: string; file?: string } = {}): Logger {
  const to = file === undefined ? destination(2) : destination({ dest: file, mkdir: true, sync: false })
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: ['*.password', '*.secret', '*.cookie', '*.authorization', 'headers.cookie', 'headers.authorization'], remove: true },
    },
    to,
  )
}
