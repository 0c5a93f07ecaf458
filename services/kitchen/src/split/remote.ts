import { setTimeout as delay } from 'node:timers/promises'
import { stuckView, systemView } from '@kitchen/api'
import { forward, refuseDoor } from '@kitchen/edge'
import {
  callerIfAny,
  hopHeader,
  type Logger,
  type MeasureName,
  measureNames,
  type Part,
  type Report,
  type ServiceValue,
} from '@kitchen/runtime'
import { type RequestHandler, Router } from 'express'
import { z } from 'zod'
import type { Directory } from './directory.ts'

/** A service of another process as the front door has it: requests go there and back as streams. */
export type RemoteService = ServiceValue & { readonly remote: true; readonly present: () => boolean }

const measures = z.array(
  z.object({ name: z.enum(Object.keys(measureNames) as [MeasureName]), labels: z.record(z.string(), z.string()), value: z.number() }),
)
const report = systemView.shape.parts.element.extend({ stuck: stuckView.array() })

/** The service behind the inner door of whichever process serves it; when none does, each call says so (503). */
export function remoteService(name: string, directory: Directory, logger: Logger): Part<RemoteService> {
  const routes = Router()
  routes.use(async (request, response, next) => {
    if (!directory.serves(name, request.path)) return next()
    await forward(request, response, { target: name, caller: callerIfAny(request), behind: directory, logger })
  })
  const value: RemoteService = {
    remote: true,
    routes,
    report: async () => report.parse(await (await call(name, directory, 'GET', `/inner/report/${name}`)).json()) as Report,
    measures: async () => measures.parse(await (await call(name, directory, 'GET', `/inner/measures/${name}`)).json()),
    present: () => directory.addressesOf(name).length > 0,
    act: async (id, action) => void (await call(name, directory, 'POST', `/inner/act/${name}`, { id, do: action })),
  }
  return { value, stop: async () => {} }
}

async function call(service: string, { addressesOf, unreachable, sign }: Directory, method: string, url: string, body?: unknown) {
  for (const address of addressesOf(service)) {
    const headers = { [hopHeader]: sign({ method, url, caller: undefined }), 'Content-Type': 'application/json' }
    const sent = body === undefined ? {} : { body: JSON.stringify(body) }
    const answer = await fetch(`${address}${url}`, { method, headers, ...sent, signal: AbortSignal.timeout(10_000) }).catch(() => undefined)
    if (answer?.ok) return answer
    if (answer) throw new Error(`${service} answered ${answer.status} at ${url}`)
    unreachable(address)
  }
  throw refuseDoor('edge/restarting', { part: service })
}

/** While a service has never been announced its addresses are not known: then what nobody serves is not missing but late. */
export const untilAllAreKnown =
  (directory: Directory, services: readonly string[]): RequestHandler =>
  (request, response, next) => {
    const [late] = request.path.startsWith('/api/') && !request.path.startsWith('/api/system') ? directory.unknown(services) : []
    if (late === undefined) return next()
    response.set('Retry-After', '2')
    next(refuseDoor('edge/restarting', { part: late }))
  }

/** The address of a service that this process cannot begin without; waits a minute for it. */
export async function addressWhenThere({ addressesOf }: Directory, service: string): Promise<string> {
  for (const end = Date.now() + 60_000; Date.now() < end; await delay(300)) {
    const [address] = addressesOf(service)
    if (address !== undefined) return address
  }
  throw new Error(`没有进程提供 no process serves “${service}”: 请启动 start one with --target=${service}, or set WECHAT_BASE_URL`)
}
