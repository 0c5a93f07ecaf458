import { AsyncLocalStorage } from 'node:async_hooks'
import { randomBytes } from 'node:crypto'
import type { RequestHandler } from 'express'

/** What is being worked on: a trace id of W3C Trace Context (https://www.w3.org/TR/trace-context/), and where they apply the story and who asks. */
export type Work = { readonly trace: string; readonly story?: string; centre?: string }

const works = new AsyncLocalStorage<Work>()
const [traceparent, uuid] = [
  /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:$|-)/,
  /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i,
]

/** What this call belongs to, undefined outside of any request. */
export const workAtHand = (): Work | undefined => works.getStore()

/** The trace of a story or asset: its id without dashes, as its events carry it (packages/events). Undefined for what is no such id. */
export const traceOfId = (id: unknown): string | undefined =>
  typeof id === 'string' && uuid.exec(id)?.[0].length === id.length ? id.replaceAll('-', '').toLowerCase() : undefined

/** A new span within a trace, as a header says it. */
export const spanOf = (trace: string): string => `00-${trace}-${randomBytes(8).toString('hex')}-01`

/**
 * Runs each request within its trace and answers it as `traceparent`: the one that the caller brought when it is valid, else that of the story which the
 * address names, else a new one. What is logged meanwhile carries it.
 */
export const traced: RequestHandler = (request, response, next) => {
  const story = /^\/api\/stories\//.test(request.path) ? uuid.exec(request.path)?.[0].toLowerCase() : undefined
  const trace = traceparent.exec(request.get('traceparent') ?? '')?.[1] ?? traceOfId(story) ?? randomBytes(16).toString('hex')
  response.setHeader('traceparent', spanOf(trace))
  works.run(story === undefined ? { trace } : { trace, story }, next)
}
