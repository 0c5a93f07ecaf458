import { createHash, randomBytes } from 'node:crypto'
import type { Database } from '@kitchen/database'
import { type Caller, type Person, type PersonId, personOf, type Region } from '@kitchen/model'

/** A session lasts a working day and the night after it. */
const lifetimeHours = 16
/** How long a looked-up session is believed without asking the database again. */
const cacheMs = 5_000

export type Sessions = {
  /** Opens a session and answers the token for the cookie. */
  readonly open: (person: Person) => Promise<string>
  readonly close: (token: string) => Promise<void>
  /** Ends every session of the person but the one of this token. */
  readonly closeOthers: (person: PersonId, token: string) => Promise<void>
  /** Who holds the token now, or undefined. */
  readonly holder: (token: string) => Promise<Caller | undefined>
  readonly sweep: () => Promise<void>
}

/** Sessions in PostgreSQL: they outlive a restart, and every edge sees them. */
export function openSessions(database: Database, region: Region, clock: () => Date): Sessions {
  const cache = new Map<string, { caller: Caller; until: number }>()
  const open = async (person: Person) => {
    const token = randomBytes(32).toString('base64url')
    await database.system.query(`insert into identity.session (token_hash, person, centre, expires_at) values ($1, $2, $3, $4)`, [
      digest(token),
      person.id,
      person.centre,
      new Date(clock().getTime() + lifetimeHours * 3_600_000),
    ])
    return token
  }
  const close = async (token: string) => {
    cache.delete(digest(token))
    await database.system.query('delete from identity.session where token_hash = $1', [digest(token)])
  }
  const closeOthers = async (person: PersonId, token: string) => {
    await database.system.query('delete from identity.session where person = $1 and token_hash <> $2', [person, digest(token)])
    cache.clear()
  }
  const holder = async (token: string) => {
    const hash = digest(token)
    const known = cache.get(hash)
    if (known && known.until > clock().getTime()) return known.caller
    const { rows } = await database.system.query<{ person: PersonId }>(
      'select person from identity.session where token_hash = $1 and expires_at > $2',
      [hash, clock()],
    )
    const person = rows[0] && personOf(region, rows[0].person)
    cache.delete(hash)
    if (!person) return undefined
    const caller = callerFrom(person)
    if (cache.size > 5_000) cache.clear()
    cache.set(hash, { caller, until: clock().getTime() + cacheMs })
    return caller
  }
  const sweep = async () => {
    await database.system.query('delete from identity.session where expires_at <= $1', [clock()])
  }
  return { open, close, closeOthers, holder, sweep }
}

const digest = (token: string) => createHash('sha256').update(token).digest('hex')
const callerFrom = ({ id, name, centre, roles }: Person): Caller => ({ person: id, name: name.zh, centre, roles })
