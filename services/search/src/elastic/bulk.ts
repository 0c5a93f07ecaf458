import { setTimeout as delay } from 'node:timers/promises'
import type { Client, estypes } from '@elastic/elasticsearch'

/** One document for the index, at its version. */
export type Item = { readonly id: string; readonly version: number; readonly source: Record<string, unknown> }
/** Taken (or older than what is there, which is the same to us), refused for good with a reason, or not taken yet. */
export type Verdict = {
  readonly taken: readonly Item[]
  readonly refused: readonly { item: Item; reason: string }[]
  readonly left: readonly Item[]
}

/**
 * One bulk into an alias. `require_alias`: else a missing alias makes Elasticsearch create an index by guessing. `timeout`: else an index without its
 * shard holds the call for a minute. Rejects when the call as a whole fails.
 */
export async function bulkOnce(client: Client, alias: string, items: readonly Item[]): Promise<Verdict> {
  if (items.length === 0) return { taken: [], refused: [], left: [] }
  const operations = items.flatMap(({ id, version, source }) => [
    { index: { _id: id, version, version_type: 'external_gte' as const } },
    source,
  ])
  const { items: answers } = await client.bulk({ index: alias, require_alias: true, timeout: '2s', operations })
  const verdicts = items.map((item, index) => ({ item, answer: answers[index]?.index }))
  const refusals = verdicts.filter(({ answer }) => isRefusal(answer))
  return {
    taken: verdicts.filter(({ answer }) => isTaken(answer)).map(({ item }) => item),
    refused: refusals.map(({ item, answer }) => ({ item, reason: reasonOf(answer) })),
    left: verdicts.filter(({ answer }) => !isTaken(answer) && !isRefusal(answer)).map(({ item }) => item),
  }
}

type Answered = estypes.BulkResponseItem | undefined
const isTaken = (answer: Answered) => answer !== undefined && (answer.status < 300 || answer.status === 409)
/** A document that can't be mapped; busy (429), an index without its shard (503) or none at all (404) pass. */
const isRefusal = (answer: Answered) => answer?.status === 400
const reasonOf = (answer: Answered) => {
  const cause = answer?.error?.caused_by?.reason
  return [answer?.error?.type, answer?.error?.reason, cause].filter(Boolean).join(': ').slice(0, 500)
}

/** Tries until every item is taken or refused, with growing rests; the client's own retries know nothing of single items. Rejects after `most` tries. */
export async function bulk(client: Client, alias: string, items: readonly Item[], most = 12): Promise<Verdict['refused']> {
  const refused: Verdict['refused'][number][] = []
  let left = items
  for (let attempt = 0; left.length > 0; attempt++) {
    if (attempt === most) throw new Error(`Elasticsearch has not taken ${left.length} of ${items.length} documents`)
    if (attempt > 0) await delay(Math.min(5_000, 100 * 2 ** attempt) * (0.5 + Math.random() / 2))
    const verdict = await bulkOnce(client, alias, left).catch((trouble: unknown) => {
      if (attempt === most - 1) throw trouble
      return undefined
    })
    refused.push(...(verdict?.refused ?? []))
    left = verdict?.left ?? left
  }
  return refused
}
