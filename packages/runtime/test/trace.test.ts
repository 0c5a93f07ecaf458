import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import express from 'express'
import request from 'supertest'
import { afterAll, expect, test, vi } from 'vitest'
import { answerProblems } from '../src/http.ts'
import { createLogger, refuseRequest, traced } from '../src/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'trace-'))
const file = join(folder, 'log')
const logger = createLogger({ file })
const [story, trace] = ['01a210cd-ce0b-7481-9efb-d62f25720587', '01a210cdce0b74819efbd62f25720587']
const foreign = '4bf92f3577b34da6a3ce929d0e0e4736'
const app = express()
  .use(traced)
  .get('/api/stories/:id', async (_request, response) => {
    await new Promise(setImmediate)
    logger.info('looked')
    response.send('story')
  })
  .get('/api/broken', () => {
    throw new Error('broken')
  })
  .use(() => {
    throw refuseRequest('runtime/not-found')
  })
  .use(answerProblems(logger))
afterAll(() => rmSync(folder, { recursive: true }))

const lastLine = () => vi.waitFor(() => JSON.parse(readFileSync(file, 'utf8').trim().split('\n').at(-1) ?? ''))
const traceIn = (header: string | undefined) => header?.split('-')[1]

test('a request for a story is in the trace of the story, and so is what is logged meanwhile', async () => {
  const answer = await request(app).get(`/api/stories/${story}`)
  expect(answer.headers.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/)
  expect(traceIn(answer.headers.traceparent)).toBe(trace)
  await vi.waitFor(async () => expect(await lastLine()).toMatchObject({ msg: 'looked', trace, story }))
})

test('a trace that the caller brings is kept, in the answer and in the log', async () => {
  const answer = await request(app).get(`/api/stories/${story}`).set('traceparent', `00-${foreign}-00f067aa0ba902b7-01`)
  expect(traceIn(answer.headers.traceparent)).toBe(foreign)
  await vi.waitFor(async () => expect(await lastLine()).toMatchObject({ msg: 'looked', trace: foreign, story }))
})

test.each([
  '',
  'x',
  `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
  `ff-${foreign}-00f067aa0ba902b7-01`,
  `00-${foreign.toUpperCase()}-00f067aa0ba902b7-01`,
])('a header that is no traceparent begins a new one: %s', async (header) => {
  const answer = await request(app).get('/elsewhere').set('traceparent', header)
  expect(traceIn(answer.headers.traceparent)).toMatch(/^(?!0{32})[0-9a-f]{32}$/)
  expect(traceIn(answer.headers.traceparent)).not.toBe(foreign)
})

test('an error that a person is told of names the trace under which it is logged', async () => {
  const { body, headers } = await request(app).get('/api/broken')
  expect(body.trace).toBe(traceIn(headers.traceparent))
  await vi.waitFor(async () => expect(await lastLine()).toMatchObject({ msg: 'a request failed', trace: body.trace }))
})

test('a line that names a story outside of any request carries its trace', async () => {
  logger.warn({ story, outlet: '640000-web' }, 'a product failed')
  await vi.waitFor(async () => expect(await lastLine()).toMatchObject({ msg: 'a product failed', trace }))
})
