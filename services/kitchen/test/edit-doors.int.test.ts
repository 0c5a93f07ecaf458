import { randomUUID } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { liveMessages } from '@kitchen/api'
import { removeDatabase } from '@kitchen/database/testing'
import { connect } from '@kitchen/kitchen'
import { createLogger, type Part, readRegion, readSettings, startParts } from '@kitchen/runtime'
import { io, type Socket } from 'socket.io-client'
import supertest from 'supertest'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { partsTable, type Values } from '../src/parts.ts'
import { documentOf, secret } from './wall-house.ts'

const folder = mkdtempSync(join(tmpdir(), 'edit-doors-'))
const open: Socket[] = []
let kitchen: Part<Partial<Values>>
let [workspace, county, region] = ['', '', '']

beforeAll(async () => {
  const settings = readSettings({ KITCHEN_PORT: '0', KITCHEN_DATA: folder, KITCHEN_SAMPLES: 'none' })
  const logger = createLogger({ level: 'fatal', file: join(folder, 'log') })
  kitchen = await startParts<Values>(partsTable({ settings, region: readRegion(), logger }), ['edge'])
  workspace = `http://127.0.0.1:${kitchen.value.edge!.port}`
  county = await storyBy('640122-reporter')
  region = await storyBy('640000-reporter')
}, 120_000)
afterEach(() => {
  for (const socket of open.splice(0)) socket.close()
})
afterAll(async () => {
  await kitchen?.stop()
  removeDatabase(folder)
}, 30_000)

async function storyBy(person: string): Promise<string> {
  const reporter = connect(workspace)
  await reporter.signIn(person)
  return (await reporter.create(documentOf(secret), false)).id
}
async function cookieOf(person: string): Promise<string> {
  const answer = await supertest(workspace).post('/api/session').send({ person }).expect(200)
  return String(answer.headers['set-cookie']).split(';')[0]!
}
/** A socket at /edit, and the sentence with which it was let in or not. */
async function knock(headers: Record<string, string>): Promise<{ socket: Socket; said: string }> {
  const socket = io(`${workspace}/edit`, { extraHeaders: headers, transports: ['websocket'], reconnection: false, forceNew: true })
  open.push(socket)
  const said = await new Promise<string>((tell) => {
    socket.on('connect', () => tell('in'))
    socket.on('connect_error', ({ message }) => tell(message))
  })
  return { socket, said }
}
const enter = async (person: string) => (await knock({ Cookie: await cookieOf(person) })).socket
type Said = { ok: boolean; problem?: { code: string }; version?: number }
const ask = async (socket: Socket, event: string, message: unknown): Promise<Said> =>
  (await socket.timeout(8_000).emitWithAck(event, message)) as Said
const codeOf = async (socket: Socket, event: string, message: unknown) => (await ask(socket, event, message)).problem?.code ?? 'taken'
const insert = (at: number, text: string) => ({ stepType: 'replace', from: at, to: at, slice: { content: [{ type: 'text', text }] } })
const commitTo = (story: string, clientId: string, steps: unknown[], commitId = 1, baseVersion = 0) => ({
  story,
  commit: { clientId, commitId, baseVersion, steps },
})
const joinTo = (story: string, clientId: string) => ({ story, clientId, version: null })
/** Every message there is, well made. */
const messagesTo = (story: string, clientId: string): Record<string, object> => ({
  join: joinTo(story, clientId),
  commit: commitTo(story, clientId, [insert(3, '偷')]),
  here: { story, clientId, cursor: null },
  hold: { story, block: 'p1', to: null, note: '' },
  leave: { story, clientId },
})

test('nobody gets to a story without a session, nor from a page of another site', async () => {
  expect((await knock({})).said).toBe('runtime/not-signed-in')
  expect((await knock({ Cookie: 'kitchen=made-up' })).said).toBe('runtime/not-signed-in')
  const Cookie = await cookieOf('640122-editor')
  expect((await knock({ Cookie, Origin: 'http://evil.example' })).said).not.toBe('in')
  expect((await knock({ Cookie, Origin: 'null' })).said).not.toBe('in')
  expect((await knock({ Cookie, Origin: workspace })).said).toBe('in')
})

test('the wall between centres holds for every message of a socket, and a rank that may not write gets no letter in', async () => {
  expect(Object.keys(messagesTo(county, ''))).toEqual(liveMessages)
  for (const person of ['640181-editor', '640181-editor-in-chief', '640000-editor', '640000-editor-in-chief']) {
    const socket = await enter(person)
    const heard: string[] = []
    socket.onAny((...message) => heard.push(JSON.stringify(message)))
    for (const [event, message] of Object.entries(messagesTo(county, randomUUID()))) {
      const said = await ask(socket, event, message)
      const wanted =
        event === 'leave' ? undefined : event === 'commit' || event === 'here' ? 'editing/commit-out-of-step' : 'editing/no-story'
      expect([person, event, said.problem?.code]).toEqual([person, event, wanted])
      expect(JSON.stringify(said)).not.toContain(secret)
    }
    expect(heard).toEqual([])
  }
  const [operator, clientId] = [await enter('640000-operator'), randomUUID()]
  await ask(operator, 'join', joinTo(region, clientId))
  expect(await codeOf(operator, 'commit', commitTo(region, clientId, [insert(3, '偷')]))).not.toBe('taken')
  expect(await codeOf(operator, 'hold', messagesTo(region, clientId).hold)).not.toBe('taken')
})

/** What no well-meaning page sends. */
const hostile = (story: string, clientId: string): [event: string, message: unknown][] => [
  ...['constructor', '__proto__', 'toString', 'valueOf', 'hasOwnProperty', 'nothing', ''].map((event): [string, unknown] => [event, {}]),
  ...liveMessages.flatMap((event): [string, unknown][] =>
    [null, 7, 'x', [], { story: '../../etc' }, { ...messagesTo(story, clientId)[event], extra: 1 }].map((message) => [event, message]),
  ),
  ['join', { ...joinTo(story, clientId), version: -1 }],
  ['commit', commitTo(story, clientId, [])],
  ['commit', commitTo(story, clientId, Array(501).fill(insert(3, '多')))],
  ['commit', commitTo(story, clientId, [JSON.parse('['.repeat(1_000) + ']'.repeat(1_000))])],
  ['commit', commitTo(story, clientId, [Buffer.from('bytes')])],
  ['commit', commitTo(story, clientId, [{ ...insert(3, '后'), from: 9, to: 2 }])],
  ['commit', commitTo(story, clientId, [insert(1e9, '远')])],
  ['commit', commitTo(story, clientId, [insert(3, '\u0000')])],
  ['commit', commitTo(story, clientId, [insert(3, '前')], 1, 99)],
  ['here', { story, clientId, cursor: { anchor: -1, head: 2 ** 60, version: 0 } }],
]

test('hostile messages get a refusal, harm nobody else in the story, and who sends them may go on', async () => {
  const [bad, good, clientId, other] = [await enter('640122-editor'), await enter('640122-reporter'), randomUUID(), randomUUID()]
  await ask(bad, 'join', joinTo(county, clientId))
  await ask(good, 'join', joinTo(county, other))
  for (const [event, message] of hostile(county, clientId)) {
    const code = await codeOf(bad, event, message)
    expect([event, code]).not.toEqual([event, 'taken'])
    expect([event, code]).not.toEqual([event, 'runtime/bug'])
  }
  bad.emit('commit', commitTo(county, clientId, [insert(1e9, '远')]), 'no function to answer with')
  bad.io.engine.write(`2/edit,["commit",${'['.repeat(200_000)}${']'.repeat(200_000)}]`)
  expect(await codeOf(good, 'commit', commitTo(county, other, [insert(3, '好')]))).toBe('taken')
  expect(await codeOf(bad, 'commit', commitTo(county, clientId, [insert(3, '悔')], 2))).toBe('taken')
})

test('who sends too much is told so and may go on later; a message without measure ends its own socket alone', async () => {
  const [fast, calm, clientId] = [await enter('640122-editor'), await enter('640122-reporter'), randomUUID()]
  await ask(calm, 'join', joinTo(county, clientId))
  const codes = await Promise.all(Array.from({ length: 400 }, () => codeOf(fast, 'leave', { story: county, clientId })))
  expect(codes.filter((code) => code === 'runtime/too-fast').length).toBeGreaterThan(30)
  await delay(500)
  expect(await codeOf(fast, 'leave', { story: county, clientId })).toBe('taken')
  const ended = new Promise((tell) => fast.on('disconnect', tell))
  fast.emit('commit', commitTo(county, clientId, [insert(3, '长'.repeat(300_000))]))
  await ended
  expect(await codeOf(calm, 'here', { story: county, clientId, cursor: null })).toBe('taken')
})

test('a session that has ended writes nothing more, though its socket is open', async () => {
  const Cookie = await cookieOf('640122-reporter')
  const { socket } = await knock({ Cookie })
  const clientId = randomUUID()
  await ask(socket, 'join', joinTo(county, clientId))
  await supertest(workspace).delete('/api/session').set({ Cookie }).expect(204)
  await delay(2_100)
  expect(await codeOf(socket, 'commit', commitTo(county, clientId, [insert(3, '晚')], 1, 2))).toBe('runtime/not-signed-in')
})
