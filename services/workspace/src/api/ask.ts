import { problem } from '@kitchen/api'
import type { z } from 'zod'
import { type Failed, failedWith, oddAnswer, tooSlow, unreachable } from './failed.ts'
import { orderOf } from './order.ts'

const deadline = 20_000
/** An order outlives the page that gave it; browsers allow 64 kB for that (three bytes a Chinese character). */
const keepable = 20_000
type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

/** Asks the kitchen and parses its answer. Throws only `Failed`. */
export async function ask<S extends z.ZodType>(
  schema: S,
  path: string,
  method: Method = 'GET',
  body?: unknown,
  limit = deadline,
): Promise<z.infer<S>> {
  const answer = await send(path, method, body, limit)
  const parsed = schema.safeParse(await jsonOf(answer))
  if (parsed.success) return parsed.data
  console.error(`${method} ${path} answered another shape`, parsed.error.issues)
  throw oddAnswer()
}

/** The same where nothing is answered, or nothing that matters. */
export async function tell(path: string, method: Method, body?: unknown): Promise<void> {
  await send(path, method, body, deadline)
}

/** The text of a product's file. */
export async function askText(path: string): Promise<string> {
  return (await send(path, 'GET', undefined, deadline)).text()
}

async function send(path: string, method: Method, body: unknown, limit: number): Promise<Response> {
  const { headers, ...content } = contentOf(body)
  const order = method === 'GET' ? null : orderOf(method, path, content.body)
  const keyed = order ? { ...headers, 'idempotency-key': order.key } : headers
  const init = { method, ...content, headers: keyed, signal: AbortSignal.timeout(limit), credentials: 'same-origin' as const }
  const answer = await fetch(path, init).catch((error: unknown) => {
    throw error instanceof DOMException && error.name === 'TimeoutError' ? tooSlow() : unreachable()
  })
  order?.answered(answer.status)
  if (answer.ok) return answer
  throw await failureOf(answer)
}

type Content = { readonly body?: string | Blob; readonly headers: Record<string, string>; readonly keepalive?: boolean }
function contentOf(body: unknown): Content {
  if (body === undefined) return { headers: {} }
  if (body instanceof Blob) return { body, headers: { 'content-type': body.type || 'application/octet-stream' } }
  const json = JSON.stringify(body)
  return { body: json, headers: { 'content-type': 'application/json' }, keepalive: json.length < keepable }
}

/** What a refused answer says; a gateway without words counts as no answer. */
export async function failureOf(answer: Response): Promise<Failed> {
  const parsed = problem.safeParse(await jsonOf(answer))
  if (parsed.success) return failedWith(parsed.data)
  return answer.status >= 502 ? unreachable() : oddAnswer()
}

const jsonOf = (answer: Response): Promise<unknown> => answer.json().catch(() => undefined)
