/** The one thing that the log asks of a logger; pino's will do. */
export type Warn = { readonly warn: (facts: object, says: string) => void }
/** Told about trouble that the log survives by itself. */
export type Complain = (trouble: unknown, what: string) => void

export function complainTo(logger: Warn): Complain {
  return (trouble, what) => logger.warn({ err: trouble }, `event log: ${what}`)
}
