import type { Refusal } from '@kitchen/model'
import { refuse } from '../refusals.ts'

/** An answer of the Official Account API with an `errcode` other than 0. */
export class WechatError extends Error {
  readonly code: number
  readonly says: string
  constructor(code: number, says: string) {
    super(`WeChat ${code}: ${says}`)
    this.name = 'WechatError'
    this.code = code
    this.says = says
  }
}

/** Codes that mean a token is no longer good: it is fetched anew, once. */
export const tokenIsStale = (code: number): boolean => [40001, 40014, 42001].includes(code)

/** What an error code means for a person, by the vendor's table of global return codes. Anything unknown: WeChat refuses the story. */
export function refusalOf({ code, says }: WechatError): Refusal {
  switch (code) {
    case -1:
      return refuse('distribution/wechat-busy', { code })
    case 45009:
    case 45011:
      return refuse('distribution/wechat-quota', { code })
    case 45028:
      return refuse('distribution/wechat-no-push-left')
    case 40164:
      return refuse('distribution/wechat-address', { address: addressIn(says) })
    case 48001:
      return refuse('distribution/wechat-not-allowed')
    case 40001:
    case 40013:
    case 40014:
    case 40125:
    case 42001:
      return refuse('distribution/wechat-secret', { code })
    default:
      return refuse('distribution/wechat-refused', { code, detail: says.slice(0, 100) })
  }
}

/** The refused address as WeChat names it: `invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist`. */
const addressIn = (says: string) => /invalid ip (\S+?)[,\s]/.exec(`${says} `)?.[1] ?? '?'
