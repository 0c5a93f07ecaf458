import type { Migrations } from '@kitchen/database'
import type { Caller } from '@kitchen/model'
import type { Part, ServiceNeeds, ServiceValue } from '@kitchen/runtime'
import { identityRoutes, keepPassword, tokenOf } from './http.ts'
import { openSessions, type Sessions } from './session.ts'

export { keepPassword, openSessions, type Sessions }

export const migrations: Migrations = { schema: 'identity', folder: new URL('../migrations/', import.meta.url) }

/** Answers who holds the session cookie of a request's Cookie header, for HTTP and sockets alike; wherever the front door is, it asks the database. */
export const authenticateBy =
  (sessions: Sessions) =>
  async (cookies: string | undefined): Promise<Caller | undefined> => {
    const token = tokenOf(cookies)
    return token ? sessions.holder(token) : undefined
  }

type IdentityNeeds = ServiceNeeds & { readonly sessions: Sessions; readonly sample: boolean }

/** Starts sign-in and sessions. `sample`: people of the region sign in by one click until they set a password. */
export async function startIdentity(needs: IdentityNeeds): Promise<Part<ServiceValue>> {
  const { sessions } = needs
  const sweeping = setInterval(
    () => void sessions.sweep().catch((error: unknown) => needs.logger.warn({ err: error }, 'old sessions were not swept')),
    3_600_000,
  )
  const report = async () => ({ part: 'identity', state: 'ready' as const, figures: await figures(needs), stuck: [] })
  const routes = identityRoutes({ database: needs.database, region: needs.region, sessions, sample: needs.sample })
  return { value: { routes, report, act: async () => {} }, stop: async () => clearInterval(sweeping) }
}

async function figures({ database, clock }: ServiceNeeds) {
  const { rows } = await database.system.query<{ open: number }>(
    'select count(*)::int as open from identity.session where expires_at > $1',
    [clock()],
  )
  return [{ name: { zh: '在线登录', en: 'open sessions' }, value: rows[0]?.open ?? 0, unit: 'count' }]
}
