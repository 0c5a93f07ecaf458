import { once } from 'node:events'
import { createServer } from 'node:net'
import type { Caller } from '@kitchen/model'
import { answerProblems, callerOf, createLogger, hopHeader, listen, type Part, type Report, setCaller, signHop } from '@kitchen/runtime'
import express, { Router } from 'express'
import supertest from 'supertest'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pathsOf } from '../src/split/announce.ts'
import type { Directory } from '../src/split/directory.ts'
import { innerDoor } from '../src/split/inner-door.ts'
import { remoteService, untilAllAreKnown } from '../src/split/remote.ts'

const secret = 'of this kitchen'
const logger = createLogger({ level: 'silent', file: '/dev/null' })
const caller = { person: '640000-editor', name: '周明远', centre: '640000', roles: ['editor'] } as unknown as Caller
const running: Pick<Part<unknown>, 'stop'>[] = []
const acted: string[] = []
let [front, inner] = ['', '']
let addresses: readonly string[] = []

/** A service that says who asks, measures what comes, and one that dies over a request. */
const routes = Router()
routes.get('/api/desk/me', (request, response) => {
  response.json(callerOf(request))
})
routes.post('/api/desk/bytes', async (request, response) => {
  let bytes = 0
  for await (const part of request) bytes += part.length
  response.json({ bytes })
})
routes.post('/api/desk/json', (request, response) => {
  response.status(201).set('X-Made', 'yes').json(request.body)
})
routes.get('/api/desk/dies', (request) => {
  request.socket.destroy()
})
const desk = {
  routes,
  report: async (): Promise<Report> => ({ part: 'desk', state: 'ready', figures: [], stuck: [] }),
  act: async (id: string) => void acted.push(id),
}

beforeAll(async () => {
  const back = await listen(innerDoor({ services: { desk }, secret, logger, asked: () => {} }), 0)
  inner = `http://127.0.0.1:${back.value.port}`
  addresses = [inner]
  const app = express()
  app.use((request, _response, next) => {
    if (request.headers.cookie) setCaller(request, caller)
    next()
  })
  app.use(remoteService('desk', directory, logger).value.routes)
  app.use(untilAllAreKnown(directory, ['desk', 'late']))
  app.use(answerProblems(logger))
  const door = await listen(app, 0)
  front = `http://127.0.0.1:${door.value.port}`
  running.push(back, door)
})
afterAll(() => Promise.all(running.map(({ stop }) => stop())))

const directory: Directory = {
  addressesOf: () => addresses,
  unreachable: () => {},
  sign: (hop) => signHop(secret, hop),
  serves: (_service, path) => pathsOf(routes).some((one) => path.startsWith(`${one}/`)),
  unknown: (services) => services.filter((one) => one === 'late'),
}

/** An address where nobody listens. */
async function nowhere(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
}

test('a request goes to the process that serves it and back, with who asks and with its body', async () => {
  expect((await supertest(front).get('/api/desk/me').set('Cookie', 'any').expect(200)).body).toEqual(caller)
  await supertest(front).get('/api/desk/me').expect(401)
  const { body, headers } = await supertest(front).post('/api/desk/json').send({ 稿: '件' }).expect(201)
  expect([body, headers['x-made']]).toEqual([{ 稿: '件' }, 'yes'])
  const many = await supertest(front).post('/api/desk/bytes').type('bin').send(Buffer.alloc(9_000_000, 1)).expect(200)
  expect(many.body).toEqual({ bytes: 9_000_000 })
})

test('the inner door believes nobody whose word is not signed by this kitchen', async () => {
  await supertest(inner).get('/api/desk/me').expect(401)
  const forged = signHop('of another kitchen', { method: 'GET', url: '/api/desk/me', caller })
  await supertest(inner).get('/api/desk/me').set(hopHeader, forged).expect(401)
  await supertest(inner).post('/inner/act/desk').send({ id: 'x', do: 'retry' }).expect(401)
  await supertest(front)
    .get('/api/desk/me')
    .set(hopHeader, signHop('of another kitchen', { method: 'GET', url: '/api/desk/me', caller }))
    .expect(401)
  await supertest(inner).get('/live').expect(200)
  expect((await supertest(inner).get('/metrics').expect(200)).text).toContain('process_cpu')
})

test('the operator’s buttons and reports reach a service of another process', async () => {
  const { value } = remoteService('desk', directory, logger)
  await expect(value.report()).resolves.toMatchObject({ part: 'desk', state: 'ready' })
  await value.act('story 7', 'retry')
  expect(acted).toEqual(['story 7'])
})

test('a process that is gone gives way to the next; when none is left a person is told to try again', async () => {
  const gone = await nowhere()
  addresses = [gone, inner]
  await supertest(front).post('/api/desk/json').send({ a: 1 }).expect(201)
  for (addresses of [[gone], []]) {
    const { body, headers } = await supertest(front).post('/api/desk/json').send({ a: 1 }).expect(503)
    expect([body.code, headers['retry-after']]).toEqual(['edge/restarting', '2'])
    expect(body.says.zh + body.says.en).toMatch(/重启.*restarting/)
  }
  addresses = [inner]
})

test('a process that dies over a request is said to have broken off, and the request is not sent again', async () => {
  const { body } = await supertest(front).get('/api/desk/dies').expect(503)
  expect(body.code).toBe('edge/broken-off')
})

test('before a service was ever there its addresses are late, not missing', async () => {
  const { body } = await supertest(front).get('/api/late/one').expect(503)
  expect(body.says.en).toContain('late')
})
