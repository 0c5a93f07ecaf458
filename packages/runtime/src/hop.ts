import { createHmac, timingSafeEqual } from 'node:crypto'
import { type Caller, centreId, personId, role } from '@kitchen/model'
import { z } from 'zod'

/** The header that carries who asks from the front door to the process that answers. Never believed without its signature. */
export const hopHeader = 'x-kitchen-hop'

/** What one request between two processes of a kitchen says of itself. */
export type Hop = { readonly method: string; readonly url: string; readonly caller: Caller | undefined }

/** Clocks of two machines may differ by so much, and a request may wait for a connection, in milliseconds. */
const patience = 60_000
const signed = z.object({
  at: z.int(),
  caller: z.object({ person: personId, name: z.string(), centre: centreId, roles: z.array(role) }).optional(),
})

/** The secret that all processes of one kitchen share: derived from its database's owner, so that nothing further has to be kept. */
export const hopSecret = (databaseUrl: string): string =>
  createHmac('sha256', decodeURIComponent(new URL(databaseUrl).password))
    .update('central-kitchen hop')
    .digest('base64url')

/** Signs who asks for exactly this method and address, for a minute. */
export function signHop(secret: string, { method, url, caller }: Hop, now: number = Date.now()): string {
  const says = Buffer.from(JSON.stringify({ at: now, caller })).toString('base64url')
  return `${says}.${macOf(secret, says, method, url)}`
}

/** Who asks, undefined for nobody; `forged` when the signature is not of this kitchen, of this request, or of this minute. */
export function readHop(
  secret: string,
  header: string | undefined,
  { method, url }: Omit<Hop, 'caller'>,
  now: number = Date.now(),
): { readonly caller: Caller | undefined } | 'forged' {
  const [says = '', mac = ''] = (header ?? '').split('.')
  const expected = macOf(secret, says, method, url)
  if (mac.length !== expected.length || !timingSafeEqual(Buffer.from(mac), Buffer.from(expected))) return 'forged'
  const { at, caller } = signed.parse(JSON.parse(Buffer.from(says, 'base64url').toString('utf8')))
  return Math.abs(now - at) > patience ? 'forged' : { caller }
}

const macOf = (secret: string, says: string, method: string, url: string): string =>
  createHmac('sha256', secret).update(`${method} ${url}\n${says}`).digest('base64url')
