/** A changing request under way, or cut off before it was answered: its Idempotency-Key, and a way to say that an answer has come. */
export type Order = { readonly key: string; readonly answered: (status: number) => void }

const open = new Map<string, { readonly key: string; readonly at: number }>()
const day = 86_400_000

/**
 * The key of this request. The same request again, after a cut link, goes under the same key until it is answered, so that the kitchen does it once; after
 * an answer the same request is a new one. A gateway's answer is none.
 */
export function orderOf(method: string, path: string, body: string | Blob | undefined, now = Date.now()): Order {
  const same = typeof body === 'object' ? crypto.randomUUID() : `${method} ${path} ${body ?? ''}`
  for (const [old, { at }] of open) if (now - at > day) open.delete(old)
  const { key } = open.get(same) ?? { key: crypto.randomUUID() }
  open.set(same, { key, at: now })
  return { key, answered: (status) => void (status < 502 && open.delete(same)) }
}
