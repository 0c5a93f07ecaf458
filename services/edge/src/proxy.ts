import { Agent, request as ask, type ClientRequest, type IncomingMessage } from 'node:http'
import { pipeline } from 'node:stream/promises'
import type { Caller } from '@kitchen/model'
import { hopHeader, type Logger, spanOf, workAtHand } from '@kitchen/runtime'
import type { Request, Response } from 'express'
import { refuse } from './refusals.ts'

/** What the door knows of the processes behind it. */
export type Behind = {
  /** Addresses of the processes that serve this target now, the one to try first in front. */
  readonly addressesOf: (target: string) => readonly string[]
  /** One that could not be reached: others come first for a while. */
  readonly unreachable: (address: string) => void
  /** Signs who asks for this method and address. */
  readonly sign: (hop: { readonly method: string; readonly url: string; readonly caller: Caller | undefined }) => string
}
type Wanted = { readonly target: string; readonly caller: Caller | undefined; readonly behind: Behind; readonly logger: Logger }

const connections = new Agent({ keepAlive: true, maxSockets: 256, maxFreeSockets: 64 })
/** A process that accepts no connection within this time counts as down; one that is silent for so long as stuck. In milliseconds. */
const [connectMs, silenceMs] = [2000, 180_000]

/** Headers that belong to one connection (RFC 9110, 7.6.1), and the one that only we may set. */
const ours = new Set(['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade', hopHeader])

/**
 * Hands a request to a process that serves the target and its answer back, both as streams. Where nobody can be reached it refuses with
 * `edge/restarting` (503, try again): nothing has been sent then. Once the request is under way it is not sent a second time.
 */
export async function forward(request: Request, response: Response, wanted: Wanted): Promise<void> {
  for (const address of wanted.behind.addressesOf(wanted.target)) {
    const connected = await connectTo(address, request, wanted)
    if (connected) return exchange(request, response, connected, wanted)
    wanted.behind.unreachable(address)
  }
  response.set('Retry-After', '2')
  throw refuse('edge/restarting', { part: wanted.target })
}

/** The request's head on a connection that stands, or undefined: then no byte of the body has been read. */
function connectTo(address: string, request: Request, { caller, behind }: Wanted): Promise<ClientRequest | undefined> {
  const { method, originalUrl: url } = request
  const work = workAtHand()
  const trace = work === undefined ? {} : { traceparent: spanOf(work.trace) }
  const headers = { ...kept(request.headers), ...trace, [hopHeader]: behind.sign({ method, url, caller }) }
  const outgoing = ask(new URL(url, address), { method, headers, agent: connections, timeout: silenceMs })
  return new Promise((resolve) => {
    const late = setTimeout(() => outgoing.destroy(new Error('no connection')), connectMs)
    const settle = (value: ClientRequest | undefined) => {
      clearTimeout(late)
      resolve(value)
    }
    outgoing.once('error', () => settle(undefined))
    outgoing.once('socket', (socket) => {
      if (!socket.connecting) settle(outgoing)
      else socket.once('connect', () => settle(outgoing))
    })
  })
}

const kept = (headers: IncomingMessage['headers']): IncomingMessage['headers'] =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !ours.has(name)))

async function exchange(request: Request, response: Response, outgoing: ClientRequest, wanted: Wanted): Promise<void> {
  outgoing.once('timeout', () => outgoing.destroy(new Error('no answer')))
  response.once('close', () => outgoing.destroy())
  const answered = new Promise<IncomingMessage>((resolve, reject) => outgoing.once('response', resolve).once('error', reject))
  const sending = pipeline(request, outgoing)
  sending.catch(() => {}) // an answer may come before the whole body was read; else `answered` rejects as well
  try {
    const answer = await answered
    response.status(answer.statusCode ?? 502)
    for (const [name, value] of Object.entries(kept(answer.headers))) if (value !== undefined) response.setHeader(name, value)
    await pipeline(answer, response)
  } catch (error) {
    broken(error, response, wanted)
  }
}

/** Its process died over the request. A browser that left needs no answer; whoever has a part of one notices the cut. */
function broken(error: unknown, response: Response, { target, logger }: Wanted): void {
  if (response.destroyed || response.writableEnded) return
  logger.warn({ err: error, target }, 'a part did not answer')
  if (response.headersSent) return void response.destroy()
  response.set('Retry-After', '2')
  throw refuse('edge/broken-off', { part: target })
}
