/**
 * The one spelling of a JSON value, to be hashed: keys in order of their UTF-16 units, no spaces, absent (`undefined`) members left out, as in RFC 8785.
 * Throws a TypeError on what JSON can't say (a function, NaN): a bug of the caller.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((one) => canonicalJson(one ?? null)).join(',')}]`
  if (typeof value === 'object' && value !== null) return objectJson(plain(value))
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError(`JSON has no ${value}`)
  const json = JSON.stringify(value) as string | undefined
  if (json === undefined) throw new TypeError(`JSON has no ${typeof value}`)
  return json
}

const plain = (value: object): unknown => ('toJSON' in value && typeof value.toJSON === 'function' ? (value.toJSON() as unknown) : value)

function objectJson(value: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return canonicalJson(value)
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  const sorted = members.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${sorted.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(',')}}`
}
