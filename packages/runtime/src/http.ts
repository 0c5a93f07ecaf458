import { randomUUID } from 'node:crypto'
import type { Failure, Problem } from '@kitchen/api'
import { isAway } from '@kitchen/database'
import { type Action, type Caller, type CentreId, may, Refusal } from '@kitchen/model'
import type { ErrorRequestHandler, Request } from 'express'
import type { Logger } from 'pino'
import type { z } from 'zod'
import { refuse } from './refusals.ts'
import { workAtHand } from './trace.ts'

const callers = new WeakMap<object, Caller>()

/** The edge says who asks, once the session is known; what is logged from here on carries the centre. */
export const setCaller = (request: Request, caller: Caller): void => {
  callers.set(request, caller)
  const work = workAtHand()
  if (work) work.centre = caller.centre
}

/** Who asks, undefined while nobody is signed in. */
export const callerIfAny = (request: Request): Caller | undefined => callers.get(request)

/** Who asks. Refuses with `runtime/not-signed-in` when nobody is. */
export function callerOf(request: Request): Caller {
  const caller = callers.get(request)
  if (!caller) throw refuse('runtime/not-signed-in')
  return caller
}

/** Refuses with `runtime/forbidden` unless the policy table lets the caller do it at that centre. */
export function demand(caller: Caller, action: Action, at: CentreId = caller.centre): void {
  if (!may(caller, action, at)) throw refuse('runtime/forbidden', { action })
}

/** The request's JSON body through its schema. Refuses with `runtime/bad-body`, naming the first place that is wrong. */
export const body = <Schema extends z.ZodType>(request: Request, schema: Schema): z.infer<Schema> => parsed(schema, request.body ?? {})

/** Any value from outside through its schema, refused likewise: a body, a message of a socket. */
export function parsed<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const [first] = parsed.error.issues
  throw refuse('runtime/bad-body', { where: `${first?.path.join('.') || 'body'}: ${first?.message ?? 'invalid'}` })
}

/** What a person is told of an error: a refusal's own words, else that the program failed. */
export function failureOf(error: unknown): Failure {
  const { code, says, next } = error instanceof Refusal ? error : refuse('runtime/bug', { trace: '-' })
  return { code, says, next }
}

/** The one place that turns errors into answers (RFC 9457). Bugs are logged with a trace id that the answer names; their text stays inside. */
export function answerProblems(logger: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const problem = problemFor(error, logger, { url: request.originalUrl })
    if (response.headersSent) return next(error)
    if (problem.status === 503 && !response.hasHeader('Retry-After')) response.set('Retry-After', '2')
    response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem))
  }
}

/** The same for whoever is not asked over HTTP: what a person is told of an error. */
export function problemFor(error: unknown, logger: Logger, where: object): Problem {
  const trace = workAtHand()?.trace ?? randomUUID().replaceAll('-', '')
  const refusal = refusalOf(error, trace)
  if (refusal.code === 'runtime/bug') logger.error({ err: error, trace, ...where }, 'a request failed')
  else if (refusal.status >= 500) logger.warn({ code: refusal.code, trace, ...where }, 'a request was refused')
  return problemOf(refusal, trace)
}

function refusalOf(error: unknown, trace: string): Refusal {
  if (error instanceof Refusal) return error
  if (isAway(error)) return refuse('runtime/unavailable')
  const status = statusOf(error)
  if (status === 413) return refuse('runtime/too-large')
  if (status === 404) return refuse('runtime/not-found')
  if (status !== undefined && status >= 400 && status < 500) return refuse('runtime/bad-body', { where: 'body' })
  return refuse('runtime/bug', { trace })
}

const statusOf = (error: unknown): number | undefined =>
  typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number' ? error.status : undefined

const problemOf = ({ code, status, says, next }: Refusal, trace: string): Problem => ({
  type: `urn:kitchen:${code}`,
  status,
  code,
  title: says.en,
  says,
  next,
  ...(status >= 500 ? { trace } : {}),
})
