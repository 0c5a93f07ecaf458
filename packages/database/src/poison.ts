/** An event that can never be applied, however often it is tried: its (topic, key) is parked for this consumer. */
export class Poison extends Error {
  override readonly name = 'Poison'
}

/**
 * Poison, a body that its schema refuses, or data that PostgreSQL refuses: its error classes 22 (data) and 23 (constraint). All else
 * is trouble that passes.
 */
export function isPoisonous(error: unknown): error is Error {
  if (error instanceof Poison || (error instanceof Error && error.name === 'ZodError')) return true
  return error instanceof Error && 'code' in error && /^2[23]...$/.test(String(error.code))
}

/**
 * Trouble of the server or the line that passes with it (error classes 08 connection, 40 rollback, 53 resources, 57 operator, 58 system), or that never
 * reached PostgreSQL: no fault of an event, however often it strikes.
 */
export function passes(error: unknown): boolean {
  if (isAway(error)) return true
  if (!(error instanceof Error) || !('code' in error)) return false
  return /^(08|40|53|57|58)...$/.test(String(error.code)) || /^E[A-Z]+$/.test(String(error.code))
}

/**
 * The server is away or the line to it was cut: PostgreSQL's classes 08, 53, 57 and 58, the system's words for a broken connection, and what the client
 * library says of one without a code.
 */
export function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  return /^(08|53|57|58)...$|^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT)$/.test(code) || cut.test(error.message)
}
const cut = /^(Connection terminated|Connection ended|timeout exceeded when trying to connect|Client has encountered a connection error)/
