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
