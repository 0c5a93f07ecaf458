import { z } from 'zod'

/** National administrative code of a centre, six digits, for example 640122. */
export const centreId = z
  .string()
  .regex(/^\d{6}$/)
  .brand<'CentreId'>()
export type CentreId = z.infer<typeof centreId>

/** `<centre>-<name>`: one place of a centre on a channel. */
export const outletId = z
  .string()
  .regex(/^\d{6}-[a-z0-9-]{1,40}$/)
  .brand<'OutletId'>()
export type OutletId = z.infer<typeof outletId>

/** A person of a centre; letters, digits and hyphens. */
export const personId = z
  .string()
  .regex(/^[a-z0-9-]{3,60}$/)
  .brand<'PersonId'>()
export type PersonId = z.infer<typeof personId>

/** Root id of a story or of a copy of one: UUID version 7, so that ids sort by time. */
export const storyId = z.uuid().brand<'StoryId'>()
export type StoryId = z.infer<typeof storyId>

/** Root id of an asset: UUID version 7. */
export const assetId = z.uuid().brand<'AssetId'>()
export type AssetId = z.infer<typeof assetId>

/** Address of bytes: their SHA-256 in lower-case hexadecimal. */
export const sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .brand<'Sha256'>()
export type Sha256 = z.infer<typeof sha256>

/** Number of a sealed version within its story, from 1. */
export const versionNumber = z.int().min(1)

/** An instant as ISO 8601 in UTC with milliseconds. */
export const instant = z.iso.datetime()

/** UUID version 7 (RFC 9562): 48 bits of milliseconds, then randomness. */
export function uuidv7(now: number = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  for (let i = 0; i < 6; i++) bytes[i] = Math.floor(now / 2 ** (8 * (5 - i))) % 256
  bytes[6] = (bytes[6]! & 0x0f) | 0x70
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
