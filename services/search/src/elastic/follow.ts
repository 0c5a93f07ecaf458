import { setTimeout as delay } from 'node:timers/promises'
import type { Database } from '@kitchen/database'
import type { Part } from '@kitchen/runtime'
import { readRows } from '../postgres/rows.ts'
import type { Tokens } from '../tokens.ts'
import { bulkOnce, type Verdict } from './bulk.ts'
import type { Clients } from './client.ts'
import { fillingAlias, itemOf } from './rebuild.ts'
import { park } from './refused.ts'

type Needs = {
  readonly clients: Clients
  readonly database: Database
  readonly tokens: Tokens
  readonly alias: string
  readonly complain: (trouble: unknown) => void
}
/** `hint`: something was changed, look now. */
export type Following = { readonly hint: () => void }

const most = 200
const pollMs = 300
const longestRestMs = 5_000

/**
 * Carries every changed row to Elasticsearch, in this or any other process: rows that were not taken stay in search.pending until they are. Two that
 * carry the same row do no harm, for the version decides. While Elasticsearch is down nothing else waits for it.
 */
export function follow(needs: Needs): Part<Following> {
  const stopped = new AbortController()
  let wake = () => {}
  const running = (async () => {
    let failures = 0
    while (!stopped.signal.aborted) {
      const moved = await carry(needs).catch((trouble: unknown) => {
        if (failures === 0) needs.complain(trouble)
        return undefined
      })
      failures = moved === undefined ? failures + 1 : 0
      if (moved === most) continue
      const woken = new Promise<void>((resolve) => {
        wake = resolve
      })
      const rest = failures === 0 ? pollMs : Math.min(longestRestMs, 200 * 2 ** failures)
      const end = delay(rest, undefined, { signal: stopped.signal }).catch(() => {})
      await (failures === 0 ? Promise.race([end, woken]) : end)
    }
  })()
  const stop = async () => {
    stopped.abort()
    await running
  }
  return { value: { hint: () => wake() }, stop }
}

type Pending = { readonly id: string; readonly filling: boolean }

/** One batch. Answers how many rows were looked at; rejects when something was left over, so that the next look comes later. */
export async function carry({ clients, database, tokens, alias }: Needs): Promise<number> {
  const { rows: pending } = await database.system.query<Pending>({ name: 'pending', text: PENDING, values: [most] })
  if (pending.length === 0) return 0
  const ids = pending.map(({ id }) => id)
  const items = (await readRows(database.system, ids)).map((row) => itemOf(tokens, row))
  const first = await bulkOnce(clients.writing, alias, items)
  const verdict = pending[0]!.filling ? await alsoToNext(clients, alias, first) : first
  await settle(database, verdict)
  if (verdict.left.length > 0) throw new Error(`Elasticsearch has not taken ${verdict.left.length} of ${items.length} documents`)
  return pending.length
}
const PENDING = `select id, (select filling from search.engine) as filling from search.pending where refused is null order by since limit $1`

/**
 * The new index as well. Where it has none of its names any more, the alias was put on it between the two sends (or its filling was broken off): then the
 * alias gets it once more.
 */
async function alsoToNext({ writing }: Clients, alias: string, { taken, refused, left }: Verdict): Promise<Verdict> {
  const next = await bulkOnce(writing, fillingAlias(alias), taken)
  const again = await bulkOnce(writing, alias, next.left)
  if (again.left.length > 0) throw new Error(`the index that is being filled has not taken ${again.left.length} documents`)
  const [both, either] = [
    [...next.taken, ...again.taken],
    [...refused, ...next.refused, ...again.refused],
  ]
  return { taken: both, refused: either, left }
}

async function settle(database: Database, { taken, refused }: Verdict): Promise<void> {
  await database.system.query({ name: 'taken', text: TAKEN, values: [taken.map(({ id }) => id), taken.map(({ version }) => version)] })
  await park(database, refused)
}
const TAKEN = `delete from search.pending p using unnest($1::text[], $2::bigint[]) as done (id, version) where p.id = done.id and p.version <= done.version`
