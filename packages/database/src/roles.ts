import { createHmac } from 'node:crypto'
import type pg from 'pg'

/** The two login roles beside the owner: `app` for people's requests, behind the wall; `system` for relay, reactions and jobs. */
export type Role = 'app' | 'system'

/**
 * The address of the same database for another role. Its password is derived from the owner's by HMAC-SHA-256: no further secret has
 * to be stored, and several processes that share one database agree without talking.
 */
export function urlOf(role: Role, ownerUrl: string): string {
  const url = new URL(ownerUrl)
  url.password = passwordOf(role, ownerUrl)
  url.username = role
  return url.href
}

function passwordOf(role: Role, ownerUrl: string): string {
  const secret = decodeURIComponent(new URL(ownerUrl).password)
  if (secret === '')
    throw new Error('DATABASE_URL names no password. Give the owner of the database one: postgres://owner:password@host/database')
  return createHmac('sha256', secret).update(`central-kitchen ${role}`).digest('base64url')
}

/** Makes both roles where they are missing and sets their passwords. They may log in, and nothing else: no superuser, no bypass. */
export async function makeRoles(owner: pg.Client, ownerUrl: string): Promise<void> {
  await owner.query('begin')
  await owner.query(`select pg_advisory_xact_lock(hashtextextended('central-kitchen roles', 0))`)
  for (const role of ['app', 'system'] as const) await makeRole(owner, role, passwordOf(role, ownerUrl))
  await owner.query('commit')
}

async function makeRole(owner: pg.Client, role: Role, password: string): Promise<void> {
  const { rowCount } = await owner.query('select from pg_roles where rolname = $1', [role])
  const verb = rowCount === 0 ? 'create' : 'alter'
  await owner.query(`${verb} role ${role} login password ${owner.escapeLiteral(password)}`)
}
