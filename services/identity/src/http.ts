import { changePassword, type RegionView, type Session, signIn } from '@kitchen/api'
import type { Database } from '@kitchen/database'
import { type Person, type PersonId, personOf, type Region } from '@kitchen/model'
import { body, callerOf } from '@kitchen/runtime'
import { parseCookie, stringifySetCookie } from 'cookie'
import { type Request, type Response, Router } from 'express'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { hashPassword, verifyPassword } from './password.ts'
import { refuse } from './refusals.ts'
import type { Sessions } from './session.ts'

type Needs = { database: Database; region: Region; sessions: Sessions; sample: boolean }
export const cookieName = 'kitchen_session'

/** Ten wrong passwords a quarter of an hour for each person. */
const tries = new RateLimiterMemory({ points: 10, duration: 900 })

/** The token in the request's cookie, if there is one. */
export const tokenOf = (cookies: string | undefined): string | undefined =>
  cookies === undefined ? undefined : parseCookie(cookies)[cookieName]

export function identityRoutes({ database, region, sessions, sample }: Needs): Router {
  const router = Router()

  router.get('/api/region', (_request, response) => {
    response.json(viewOf(region, sample))
  })

  router.get('/api/session', (request, response) => {
    response.json(sessionOf(region, sample, callerOf(request).person))
  })

  router.post('/api/session', async (request, response) => {
    const wanted = body(request, signIn)
    const person =
      'password' in wanted ? await withPassword(database, region, wanted) : await withOneClick(database, region, sample, wanted.person)
    setCookie(response, await sessions.open(person))
    response.json(sessionOf(region, sample, person.id))
  })

  router.delete('/api/session', async (request, response) => {
    const token = tokenOf(request.headers.cookie)
    if (token) await sessions.close(token)
    setCookie(response, '', 0)
    response.status(204).end()
  })

  router.put('/api/session/password', async (request, response) => {
    await setPassword(database, request)
    await sessions.closeOthers(callerOf(request).person, tokenOf(request.headers.cookie) ?? '')
    response.status(204).end()
  })

  return router
}

const setCookie = (response: Response, value: string, maxAge = 16 * 3600) =>
  response.setHeader('Set-Cookie', stringifySetCookie({ name: cookieName, value, httpOnly: true, sameSite: 'strict', path: '/', maxAge }))

async function withOneClick(database: Database, region: Region, sample: boolean, id: PersonId): Promise<Person> {
  const person = personOf(region, id)
  if (!person) throw refuse('identity/unknown-person')
  if (!sample || (await passwordOf(database, id)) !== undefined) throw refuse('identity/password-needed')
  return person
}

async function withPassword(
  database: Database,
  region: Region,
  { person: id, password }: { person: PersonId; password: string },
): Promise<Person> {
  await spend(id)
  const person = personOf(region, id)
  const hash = await passwordOf(database, id)
  if (!person || hash === undefined || !(await verifyPassword(password, hash))) throw refuse('identity/unknown-person')
  await tries.delete(id)
  return person
}

async function spend(id: string): Promise<void> {
  try {
    await tries.consume(id)
  } catch (error) {
    if (error instanceof RateLimiterRes) throw refuse('identity/too-many-tries', { minutes: Math.ceil(error.msBeforeNext / 60_000) })
    throw error
  }
}

async function passwordOf(database: Database, person: PersonId): Promise<string | undefined> {
  const { rows } = await database.system.query<{ hash: string }>('select hash from identity.password where person = $1', [person])
  return rows[0]?.hash
}

async function setPassword(database: Database, request: Request): Promise<void> {
  const { person } = callerOf(request)
  const { current, password } = body(request, changePassword)
  const hash = await passwordOf(database, person)
  if (hash !== undefined && !(await verifyPassword(current ?? '', hash))) throw refuse('identity/unknown-person')
  await keepPassword(database, person, password)
}

/** Sets a person's password, whatever it was: for the person, once the old one is known, and for the operator at the command line. */
export async function keepPassword(database: Database, person: PersonId, password: string): Promise<void> {
  await database.system.query(
    'insert into identity.password (person, hash) values ($1, $2) on conflict (person) do update set hash = excluded.hash, changed_at = now()',
    [person, await hashPassword(password)],
  )
}

function sessionOf(region: Region, sample: boolean, id: PersonId): Session {
  const person = personOf(region, id)
  if (!person) throw refuse('identity/unknown-person')
  return { person: person.id, name: person.name, title: person.title, centre: person.centre, roles: person.roles, sample }
}

const viewOf = ({ name, root, centres, people, standing }: Region, sample: boolean): RegionView => ({
  name,
  root,
  sample,
  centres: centres.map(({ id, name: called, fullName, masthead, level, parent, outlets }) => ({
    id,
    name: called,
    fullName,
    masthead,
    level,
    parent,
    outlets,
  })),
  people: people.map(({ id, centre, name: called, title, roles }) => ({ id, centre, name: called, title, roles })),
  standing: standing.map(({ centre, from, person }) => ({ centre, from, person })),
})
