import { z } from 'zod'
import { WechatError } from './errors.ts'

export type Account = { readonly appid: string; readonly secret: string }
/** Hands out the access token of an account; `stale` names one that WeChat has refused. */
export type TokenBroker = { readonly token: (account: Account, stale?: string) => Promise<string> }

const answer = z.object({ access_token: z.string().min(1), expires_in: z.number() })
type Held = { readonly token: string; readonly until: number }
type Place = { readonly fetching: Promise<Held>; held: Held | undefined }

/**
 * One broker per program: a token is fetched once, however many workers ask at the same time, and kept until five minutes before its end.
 * It uses `stable_token`, so that two programs of one account don't take each other's token away.
 */
export function tokenBroker({ base, clock }: { base: string; clock: () => Date }): TokenBroker {
  const places = new Map<string, Place>()
  const fetchOnce = (account: Account, force: boolean): Promise<Held> => {
    const place: Place = { fetching: fetchToken(base, account, force, clock), held: undefined }
    places.set(account.appid, place)
    place.fetching.then(
      (held) => {
        place.held = held
      },
      () => {
        places.delete(account.appid)
      },
    )
    return place.fetching
  }
  return {
    token: async (account, stale) => {
      const place = places.get(account.appid)
      if (place && !place.held) return (await place.fetching).token
      if (place?.held && place.held.token !== stale && place.held.until > clock().getTime()) return place.held.token
      return (await fetchOnce(account, stale !== undefined)).token
    },
  }
}

async function fetchToken(base: string, { appid, secret }: Account, force: boolean, clock: () => Date): Promise<Held> {
  const body = JSON.stringify({ grant_type: 'client_credential', appid, secret, force_refresh: force })
  const response = await fetch(`${base}/cgi-bin/stable_token`, {
    method: 'POST',
    body,
    signal: AbortSignal.timeout(10_000),
    redirect: 'error',
  })
  const json: unknown = await response.json()
  const good = answer.safeParse(json)
  if (!good.success) throw errorIn(json) ?? new Error(`stable_token answered ${response.status}`)
  return { token: good.data.access_token, until: clock().getTime() + Math.max(30, good.data.expires_in - 300) * 1000 }
}

const failed = z.object({ errcode: z.number().refine((code) => code !== 0), errmsg: z.string().default('') })
/** The error in an answer, or undefined when it has none. */
export function errorIn(json: unknown): WechatError | undefined {
  const bad = failed.safeParse(json)
  return bad.success ? new WechatError(bad.data.errcode, bad.data.errmsg) : undefined
}
