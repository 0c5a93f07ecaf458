import { refusals } from '@kitchen/model'
import express from 'express'
import supertest from 'supertest'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { answerProblems, body, callerOf, createLogger, readRegion, readSettings } from '../src/index.ts'

const refuse = refusals({
  'soup/cold': {
    status: 409,
    says: { zh: '汤凉了（{degrees} 度）。', en: 'The soup is cold ({degrees}).' },
    next: { zh: '请加热。', en: 'Heat it.' },
  },
})
const logger = createLogger({ level: 'error', file: '/dev/null' })
const app = express()
  .use(express.json({ limit: '1kb' }))
  .get('/cold', () => {
    throw refuse('soup/cold', { degrees: 12 })
  })
  .get('/bug', async () => {
    throw new Error('the secret is 42')
  })
  .get('/me', (request) => {
    callerOf(request)
  })
  .get('/away/:how', ({ params: { how } }) => {
    if (how === 'cut') throw new Error('Connection terminated unexpectedly')
    throw Object.assign(new Error('terminating connection due to administrator command'), { code: '57P01' })
  })
  .post('/order', (request, response) => {
    response.json(body(request, z.strictObject({ bowls: z.int() })))
  })
  .use(answerProblems(logger))

test('a refusal is answered with its code, both sentences and the next step', async () => {
  const { status, type, body: problem } = await supertest(app).get('/cold')
  expect({ status, type }).toEqual({ status: 409, type: 'application/problem+json' })
  expect(problem).toMatchObject({
    code: 'soup/cold',
    says: { zh: '汤凉了（12 度）。', en: 'The soup is cold (12).' },
    next: { zh: '请加热。', en: 'Heat it.' },
  })
})

test('a bug is answered without its inner words and with a number to look up', async () => {
  const { status, text, body: problem } = await supertest(app).get('/bug')
  expect(status).toBe(500)
  expect(text).not.toContain('secret')
  expect(problem.trace).toMatch(/^[0-9a-f]{32}$/)
})

test.each(['cut', 'ended'])('a database that is away (%s) is told as such, to be tried again, not as a bug', async (how) => {
  const { status, body: problem, headers } = await supertest(app).get(`/away/${how}`)
  expect([status, problem.code, headers['retry-after']]).toEqual([503, 'runtime/unavailable', '2'])
})

test('nobody signed in, a wrong body, broken JSON and too much of it are each told apart', async () => {
  expect((await supertest(app).get('/me')).body.code).toBe('runtime/not-signed-in')
  expect((await supertest(app).post('/order').send({ bowls: 'two' })).body.says.en).toContain('bowls')
  expect((await supertest(app).post('/order').type('json').send('{"bowls":')).body.code).toBe('runtime/bad-body')
  expect(
    (
      await supertest(app)
        .post('/order')
        .send({ bowls: 'x'.repeat(2000) })
    ).body.code,
  ).toBe('runtime/too-large')
})

test('settings tell every mistake at once', () => {
  expect(() => readSettings({ KITCHEN_PORT: 'soup', KITCHEN_LOG_LEVEL: 'loud' })).toThrow(/KITCHEN_PORT[\s\S]*KITCHEN_LOG_LEVEL/)
  expect(() => readSettings({ KITCHEN_HOST: '::' })).toThrow('KITCHEN_SIGN_IN=password')
  expect(() => readSettings({ DATABASE_URL: 'postgres//owner:secret@host', KITCHEN_REGION: '/nowhere.json' })).toThrow(
    /没有这个文件[\s\S]*DATABASE_URL=…/,
  )
  expect(readSettings({}).KITCHEN_PORT).toBe(8080)
  expect(() => readSettings({ S3_ENDPOINT: 'http://s3', S3_SECRET_KEY: 'hidden' })).toThrow(
    /^(?!.*hidden)[\s\S]*S3_BUCKET=[\s\S]*go together/,
  )
})

test('the sample region is whole: 20 centres of three levels with five outlets each', () => {
  const { centres } = readRegion()
  expect(['region', 'city', 'county'].map((level) => centres.filter((one) => one.level === level).length)).toEqual([1, 5, 14])
  expect(centres.every(({ outlets }) => new Set(outlets.map(({ channel }) => channel)).size === 5)).toBe(true)
})
