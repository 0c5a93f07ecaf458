import { mkdtempSync, readFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { removeDatabase } from '@kitchen/database/testing'
import { connect } from '@kitchen/kitchen'
import { createLogger, type Part, readRegion, readSettings, startParts } from '@kitchen/runtime'
import type { Router } from 'express'
import supertest from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { partsTable, type Values } from '../src/parts.ts'
import { documentOf, type Ids, layOut, secret } from './wall-house.ts'
import { type Request, tus, wall } from './wall-table.ts'

const folder = mkdtempSync(join(tmpdir(), 'tenant-wall-'))
let kitchen: Part<Partial<Values>>
let workspace = ''
let ids: Ids

beforeAll(async () => {
  const settings = readSettings({ KITCHEN_PORT: '0', KITCHEN_DATA: folder, KITCHEN_SAMPLES: 'none' })
  const logger = createLogger({ level: 'error', file: join(folder, 'log') })
  const table = partsTable({ settings, region: readRegion(), logger })
  kitchen = await startParts<Values>(table, ['edge'])
  workspace = `http://127.0.0.1:${kitchen.value.edge!.port}`
  ids = await layOut(workspace, signedIn)
}, 120_000)
afterAll(async () => {
  await kitchen?.stop()
  removeDatabase(folder)
}, 30_000)

const cookies = new Map<string, Promise<string>>()
const signedIn = (person: string): Promise<string> => {
  const open = async () => {
    const answer = await supertest(workspace).post('/api/session').send({ person }).expect(200)
    return String(answer.headers['set-cookie']).split(';')[0]!
  }
  cookies.set(person, cookies.get(person) ?? open())
  return cookies.get(person)!
}

/** Of another county every rank, and those of the region above it. */
const strangers = [
  '640181-editor',
  '640181-county-editor',
  '640181-section-head',
  '640181-editor-in-chief',
  '640000-editor',
  '640000-section-head',
  '640000-editor-in-chief',
]

async function ask(method: string, { path, body, headers = {} }: Request, person: string) {
  const verb = method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete' | 'head' | 'options'
  const asked = supertest(workspace)
    [verb](path)
    .set({ Cookie: await signedIn(person), ...headers })
  const answer = await (body === undefined ? asked : asked.send(body))
  return {
    status: answer.status,
    body: answer.body,
    said: `${JSON.stringify(answer.headers)} ${answer.text ?? ''} ${JSON.stringify(answer.body)}`,
  }
}

/** Anything of the county's own that an answer holds. */
const leaks = (said: string, path: string): string[] =>
  [secret, ids.kept, ids.out, ids.asset, ids.growing, ids.delivery, ids.blob].filter((one) => !path.includes(one) && said.includes(one))

describe('the wall between centres', () => {
  test('is tried at every route that any service has', () => {
    const services = Object.values(kitchen.value).flatMap((value) => (typeof value === 'object' && 'routes' in value ? [value.routes] : []))
    const all = services.flatMap((router) => routesOf(router))
    expect(all.length).toBeGreaterThan(30)
    expect(all.filter((route) => !(route in wall))).toEqual([])
  })

  test.each(Object.entries(wall))('%s', async (route, [wanted, requests]) => {
    const [method = ''] = route.split(' ')
    for (const request of requests(ids))
      for (const person of strangers) {
        const { status, said } = await ask(method, request, person)
        const found = `${person} ${method} ${request.path}: ${status}`
        expect([found, leaks(said, request.path)]).toEqual([found, []])
        if (wanted === 'closed') expect([403, 404], found).toContain(status)
        else expect([200, 201, 204, 403], found).toContain(status)
      }
  })

  test('its twin without a wall would be caught: the county’s own people get at the same places what strangers must not', async () => {
    for (const route of ['/api/stories/:id', '/api/products', '/api/deliveries', '/api/assets', '/api/stories']) {
      const [, requests] = wall[`GET ${route}`]!
      const said = await Promise.all(requests(ids).map(async (one) => leaks((await ask('GET', one, '640122-editor')).said, one.path)))
      expect([route, said.flat()]).not.toEqual([route, []])
    }
    for (const path of [`/api/journal/${ids.kept}`, `/api/products/${ids.product}/files/index.html`, ids.media])
      expect((await ask('GET', { path }, '640122-editor')).status, path).toBe(200)
    expect((await ask('HEAD', { path: `/api/uploads/${ids.growing}`, headers: tus }, '640122-reporter')).status).toBe(200)
    expect((await ask('GET', { path: `/api/journal/${ids.kept}` }, '640000-operator')).status).toBe(200)
  })

  test.each([
    ['copies', () => `/api/copies?story=${ids.original}`],
    ['board', () => '/api/offer-board'],
    ['ledger', () => '/api/ledger?side=given'],
  ])('who took a story over is told to its two centres alone: %s', async (_, path) => {
    const told = async (person: string) => {
      const { said } = await ask('GET', { path: path() }, person)
      expect(leaks(said, path()).filter((one) => one !== ids.out)).toEqual([])
      return said.includes(ids.out)
    }
    expect([await told('640000-editor'), await told('640181-editor')]).toEqual([true, false])
  })

  test('a person’s upload is theirs alone, even for a colleague', async () => {
    const path = `/api/uploads/${ids.growing}`
    for (const [method, headers] of [
      ['HEAD', tus],
      ['DELETE', tus],
    ] as const)
      expect((await ask(method, { path, headers }, '640122-editor')).status).toBe(404)
  })

  test('an upload that names another centre’s story is refused, and no trace of it stays', async () => {
    const named = `story ${Buffer.from(ids.kept).toString('base64')}`
    const headers = { ...tus, 'Upload-Length': '5', 'Upload-Metadata': named, Cookie: await signedIn('640181-editor') }
    await supertest(workspace).post('/api/uploads').set(headers).expect(404)
    const county = await ask('GET', { path: `/api/assets?story=${ids.kept}` }, '640122-editor')
    expect(county.body.assets.map(({ id }: { id: string }) => id)).toEqual([ids.asset])
  })

  test('another centre’s picture cannot be put into a story of one’s own', async () => {
    const editor = connect(workspace)
    await editor.signIn('640181-editor')
    const { id, revision } = await editor.create(documentOf('借图', ids.asset), false)
    await expect(editor.seal(id, revision)).rejects.toMatchObject({ code: 'editing/picture-unknown' })
    expect(await editor.renditions([ids.asset])).toEqual([])
  })

  test('without a session nothing is said at all', async () => {
    for (const [route, [, requests]] of Object.entries(wall)) {
      const [method = ''] = route.split(' ')
      if (['/live', '/ready', '/metrics', '/api/region'].some((open) => route.endsWith(open)) || method === 'OPTIONS') continue
      for (const { path, body, headers = {} } of requests(ids)) {
        const verb = method.toLowerCase() as 'get'
        const asked = supertest(workspace)[verb](path).set(headers)
        expect((await (body === undefined ? asked : asked.send(body))).status, `${method} ${path}`).toBe(401)
      }
    }
  })

  test('neither the log nor an answer names a secret or a path of this machine', async () => {
    const log = readFileSync(join(folder, 'log'), 'utf8')
    for (const cookie of await Promise.all(cookies.values())) expect(log.includes(cookie.split('=')[1]!)).toBe(false)
    expect(statSync(join(folder, 'log')).size).toBeLessThan(100_000)
    for (const path of [
      `/api/stories/${ids.out}`,
      `/api/deliveries?story=${ids.out}`,
      `/api/products?story=${ids.out}`,
      `/api/assets?ids=${ids.asset}`,
    ])
      expect((await ask('GET', { path }, '640122-editor')).said.includes(folder), path).toBe(false)
    expect((await ask('GET', { path: '/api/system' }, '640000-operator')).said.includes(folder)).toBe(false)
  })
})

type Layer = { readonly route?: { readonly path: string; readonly methods: Record<string, boolean> }; readonly handle: unknown }
function routesOf(router: Router): string[] {
  return (router.stack as unknown as readonly Layer[]).flatMap(({ route, handle }) => {
    if (route) return Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${route.path}`)
    return typeof handle === 'function' && 'stack' in handle ? routesOf(handle as Router) : []
  })
}
