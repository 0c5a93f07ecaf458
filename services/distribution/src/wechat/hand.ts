import { z } from 'zod'
import type { Account } from './token.ts'

/** The person at the account who presses 群发 and deletes. Only the simulator has one that a program can ask. */
export type Hand = {
  readonly sentAs: (
    account: Account,
    mediaId: string,
    signal: AbortSignal,
  ) => Promise<{ is: 'sent'; url: string } | { is: 'waiting' } | { is: 'no-push-left' }>
  /** Asks for an article to be deleted; true once it is. */
  readonly pleaseDelete: (account: Account, url: string, signal: AbortSignal) => Promise<boolean>
}

const sent = z.discriminatedUnion('is', [
  z.object({ is: z.literal('sent'), url: z.string() }),
  z.object({ is: z.literal('waiting') }),
  z.object({ is: z.literal('no-push-left') }),
])

/** The simulator's hand, asked over its own addresses, which are none of WeChat's. */
export function simulatedHand(base: string): Hand {
  return {
    sentAs: async ({ appid }, mediaId, signal) =>
      sent.parse(await (await fetch(`${base}/simulator/sent?${new URLSearchParams({ appid, draft: mediaId })}`, { signal })).json()),
    pleaseDelete: async ({ appid }, url, signal) => {
      const response = await fetch(`${base}/simulator/delete`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ appid, article: new URL(url).pathname.split('/').at(-1) }),
        signal,
      })
      return z.object({ deleted: z.boolean() }).parse(await response.json()).deleted
    },
  }
}
