import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StuckView } from '@kitchen/api'
import { openDiskStore } from '@kitchen/blob-store'
import { openLive, openPublished, openWorkspace, sameOrigin } from '@kitchen/edge'
import { testLog } from '@kitchen/event-log/testing'
import { authenticateBy, migrations, openSessions, startIdentity } from '@kitchen/identity'
import { centreId } from '@kitchen/model'
import { createLogger, type Part, readRegion } from '@kitchen/runtime'
import { Router } from 'express'
import { io } from 'socket.io-client'
import supertest from 'supertest'
import { afterAll, beforeAll, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'doors-'))
const logger = createLogger({ level: 'error', file: '/dev/null' })
const running: Pick<Part<unknown>, 'stop'>[] = []
let [workspace, published, picture] = ['', '', '']
const acted: string[] = []
let send: ReturnType<typeof openLive>['hints']['send']

/** Something that does not move at a centre, with a headline that nobody else may read. */
const stuckAt = (centre: string): StuckView => ({
  part: 'desk',
  kind: 'waiting',
  id: `of ${centre}`,
  what: { zh: `${centre} 的稿件`, en: `a story of ${centre}` },
  why: { zh: '等', en: 'waits' },
  next: { zh: '催', en: 'nudge' },
  centre: centreId.parse(centre),
  story: null,
  since: '2025-11-25T00:00:00.000Z',
  actions: [],
})

beforeAll(async () => {
  const journal = await testLog([migrations])
  const blobs = await openDiskStore(folder)
  picture = (await blobs.putBytes('0123456789')).sha256
  const needs = {
    ...journal,
    blobs,
    region: readRegion(),
    logger,
    clock: () => new Date(),
    folder,
    publicOrigin: 'http://localhost',
    hints: { send: () => {} },
    sample: true,
  }
  const sessions = openSessions(journal.database, needs.region, needs.clock)
  const authenticate = authenticateBy(sessions)
  const identity = await startIdentity({ ...needs, sessions })
  const live = openLive({ logger, authenticate, sameOrigin })
  send = live.hints.send
  const doors = await openWorkspace({
    logger,
    blobs,
    authenticate,
    routes: [identity.value.routes],
    observed: [
      { name: 'identity', ...identity.value },
      {
        name: 'desk',
        report: async () => ({ part: 'desk', state: 'ready', figures: [], stuck: [stuckAt('640000'), stuckAt('640122')] }),
        act: async (id) => void acted.push(id),
      },
    ],
    askDatabase: () => journal.database.system.query('select 1'),
    root: centreId.parse('640000'),
    hosts: 'loopback',
    site: folder,
    attach: live.attach,
    workspacePort: 0,
  })
  const out = await openPublished({ logger, port: 0 })
  out.value.serve(
    Router().get(['/sites/640000/', '/sites/640000/search'], (_request, response) => {
      response.send('front')
    }),
  )
  workspace = `http://127.0.0.1:${doors.value.port}`
  published = `http://127.0.0.1:${out.value.port}`
  running.push(journal, identity, { stop: live.stop }, doors, out)
})
afterAll(async () => {
  for (const part of running.reverse()) await part.stop()
  rmSync(folder, { recursive: true, force: true })
})

const signedIn = async (person = '640000-editor') => {
  const answer = await supertest(workspace).post('/api/session').send({ person }).expect(200)
  return String(answer.headers['set-cookie']).split(';')[0]!
}

test('one click signs a person in, and the cookie says who asks until they sign out', async () => {
  const cookie = await signedIn()
  expect((await supertest(workspace).get('/api/session').set('Cookie', cookie)).body).toMatchObject({
    person: '640000-editor',
    centre: '640000',
  })
  await supertest(workspace).delete('/api/session').set('Cookie', cookie).expect(204)
  expect((await supertest(workspace).get('/api/session').set('Cookie', cookie)).status).toBe(401)
})

test('a person with a password is no longer signed in by one click', async () => {
  const cookie = await signedIn('640200-reporter')
  await supertest(workspace).put('/api/session/password').set('Cookie', cookie).send({ password: 'a long enough one' }).expect(204)
  expect((await supertest(workspace).post('/api/session').send({ person: '640200-reporter' })).body.code).toBe('identity/password-needed')
  expect((await supertest(workspace).post('/api/session').send({ person: '640200-reporter', password: 'wrong' })).body.code).toBe(
    'identity/unknown-person',
  )
  await supertest(workspace).post('/api/session').send({ person: '640200-reporter', password: 'a long enough one' }).expect(200)
})

test('a new password ends the sessions on every other device', async () => {
  const [here, elsewhere] = [await signedIn('640500-reporter'), await signedIn('640500-reporter')]
  const ask = async (cookie: string) => (await supertest(workspace).get('/api/session').set('Cookie', cookie)).status
  expect([await ask(here), await ask(elsewhere)]).toEqual([200, 200])
  await supertest(workspace).put('/api/session/password').set('Cookie', here).send({ password: 'a long enough one' }).expect(204)
  expect([await ask(here), await ask(elsewhere)]).toEqual([200, 401])
})

test('ten wrong passwords pause the person, not the others', async () => {
  for (let n = 0; n < 10; n++) await supertest(workspace).post('/api/session').send({ person: '640300-reporter', password: 'wrong' })
  expect((await supertest(workspace).post('/api/session').send({ person: '640300-reporter', password: 'wrong' })).body.code).toBe(
    'identity/too-many-tries',
  )
  await signedIn('640400-reporter')
})

test('a change that another site asks for is refused, with or without a cookie', async () => {
  const cookie = await signedIn()
  expect((await supertest(workspace).delete('/api/session').set('Cookie', cookie).set('Origin', 'http://evil.example')).status).toBe(403)
  expect((await supertest(workspace).get('/api/session').set('Cookie', cookie)).status).toBe(200)
})

test('media are given to people who are signed in, in whole or in part', async () => {
  const cookie = await signedIn()
  expect((await supertest(workspace).get(`/media/${picture}/a.jpg`)).status).toBe(401)
  const part = await supertest(workspace).get(`/media/${picture}/a.jpg`).set('Cookie', cookie).set('Range', 'bytes=2-4')
  expect([part.status, part.headers['content-range'], Buffer.from(part.body).toString()]).toEqual([206, 'bytes 2-4/10', '234'])
  expect(
    (
      await supertest(workspace)
        .get(`/media/${'0'.repeat(64)}/a.jpg`)
        .set('Cookie', cookie)
    ).status,
  ).toBe(404)
  expect((await supertest(workspace).get(`/media/${picture}/a.jpg`).set('Cookie', cookie).set('Range', 'bytes=20-')).status).toBe(416)
})

test('the published origin knows no session, even with a good cookie', async () => {
  const answer = await supertest(published)
    .get('/api/session')
    .set('Cookie', await signedIn())
  expect(answer.status).toBe(404)
  expect((await supertest(published).get('/sites/640000/')).headers['content-security-policy']).toContain("default-src 'none'")
})

test('an address with a zero byte is nobody’s, on both origins, before any service sees it', async () => {
  expect(
    (
      await supertest(workspace)
        .get('/api/session?q=%00')
        .set('Cookie', await signedIn())
    ).status,
  ).toBe(404)
  expect((await supertest(published).get('/sites/640000/search?q=%00')).body.code).toBe('runtime/not-found')
  expect((await supertest(published).get('/sites/640000/search?q=%2500')).text).toBe('front')
})

test('a socket hears the hints of its own centre and no other, and none opens without a session', async () => {
  const socket = io(`${workspace}/live`, { extraHeaders: { Cookie: await signedIn('640122-county-editor') }, transports: ['websocket'] })
  await new Promise<void>((resolve) => {
    socket.on('connect', resolve)
  })
  const heard: unknown[] = []
  socket.on('hint', (hint) => heard.push(hint))
  send({ about: 'story', id: 'one' }, { centres: [centreId.parse('640121')] })
  send({ about: 'story', id: 'two' }, { centres: [centreId.parse('640122')] })
  await expect.poll(() => heard).toEqual([{ about: 'story', id: 'two' }])
  socket.close()
  const stranger = io(`${workspace}/live`, { transports: ['websocket'], reconnection: false, forceNew: true })
  expect(
    await new Promise((resolve) => {
      stranger.on('connect_error', (error) => resolve(error.message))
    }),
  ).toBe('runtime/not-signed-in')
  stranger.close()
})

test('only those who run the house see the system page', async () => {
  expect(
    (
      await supertest(workspace)
        .get('/api/system')
        .set('Cookie', await signedIn('640000-reporter'))
    ).status,
  ).toBe(403)
  const view = await supertest(workspace)
    .get('/api/system')
    .set('Cookie', await signedIn('640000-operator'))
  expect(view.body.parts).toMatchObject([
    { part: 'identity', state: 'ready' },
    { part: 'desk', state: 'ready' },
  ])
  const { body: told } = await supertest(workspace).get('/ready')
  expect(told.ready).toBe(true)
  expect(told.checks.map(({ name, ok }: { name: string; ok: boolean }) => `${name} ${ok}`)).toEqual([
    'database true',
    'blobs true',
    'relay true',
    'consumers true',
  ])
  const { text: metrics } = await supertest(workspace).get('/metrics')
  for (const line of ['# TYPE kitchen_waiting gauge', 'http_request_seconds_count', 'nodejs_eventloop_lag_seconds'])
    expect(metrics).toContain(line)
})

test('what is stuck is seen and mended at its own centre; the operator of the house sees all', async () => {
  const seen = async (person: string) => {
    const { body } = await supertest(workspace)
      .get('/api/system')
      .set('Cookie', await signedIn(person))
    return body.stuck.map(({ id }: StuckView) => id)
  }
  expect(await seen('640000-operator')).toEqual(['of 640000', 'of 640122'])
  expect(await seen('640000-section-head')).toEqual(['of 640000'])
  expect(await seen('640122-section-head')).toEqual(['of 640122'])

  const act = async (id: string) =>
    (
      await supertest(workspace)
        .post('/api/system/desk/act')
        .set('Cookie', await signedIn('640122-operator'))
        .send({ id, do: 'retry' })
    ).status
  expect([await act('of 640000'), await act('of 640122')]).toEqual([404, 204])
  expect(acted).toEqual(['of 640122'])
})

test('a name that was pointed at this machine gets nothing, not even a sign-in', async () => {
  const asked = (host: string) =>
    supertest(workspace).post('/api/session').set('Host', host).set('Origin', `http://${host}`).send({ person: '640000-editor-in-chief' })
  const stranger = await asked('rebound.example:8080')
  expect([stranger.status, stranger.body.code, stranger.headers['set-cookie']]).toEqual([421, 'runtime/foreign-host', undefined])
  for (const host of ['localhost:8080', '[::1]:8080', '127.0.0.1']) expect((await asked(host)).status).toBe(200)
})
