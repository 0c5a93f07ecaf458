import { setTimeout as delay } from 'node:timers/promises'
import type { Client } from '@elastic/elasticsearch'
import type { Database } from '@kitchen/database'
import { type Row, rowsAfter } from '../postgres/rows.ts'
import type { Tokens } from '../tokens.ts'
import { bulk, type Item, type Verdict } from './bulk.ts'
import type { Clients } from './client.ts'
import { mappings, settings, sourceOf } from './mapping.ts'
import { forgive, park } from './refused.ts'

type Needs = { readonly clients: Clients; readonly database: Database; readonly tokens: Tokens; readonly alias: string }
const step = 500
/** Longer than a person's search may take. */
const graceMs = 2_500

/** The alias over an index that is being filled. */
export const fillingAlias = (alias: string) => `${alias}-next`

/**
 * Fills a new index from PostgreSQL and puts the alias on it in one step; searches go on over the old one. From the moment that `filling` is committed
 * changes go to both (follow.ts reads it together with the changes), so a change is either in the rows that are read here or sent here with its version.
 * What the new index can't map is parked and stops nothing. Answers how many it has.
 *
 *   filling ─▶ new index, no refresh ─▶ rows ─▶ refresh, counted ─▶ alias switched ─▶ not filling, old index gone
 */
export async function rebuild(
  { clients: { writing }, database, tokens, alias }: Needs,
  progress: (done: number) => void = () => {},
): Promise<number> {
  const index = await emptyIndex(writing, alias, tokens.wordList)
  await setFilling(database, true)
  try {
    const { sent, refused } = await fill(writing, database, tokens, alias, progress)
    const done = sent - refused.length
    await writing.indices.refresh({ index })
    const { count } = await writing.count({ index })
    if (count < done) throw new Error(`${index} has ${count} documents instead of ${done}; the alias stays where it is`)
    const old = await switchTo(writing, alias, index)
    await setFilling(database, false)
    await park(database, refused)
    await forgive(database, refused)
    await forget(writing, old)
    return done
  } finally {
    await setFilling(database, false)
  }
}

const setFilling = (database: Database, filling: boolean) => database.system.query('update search.engine set filling = $1', [filling])

async function emptyIndex(client: Client, alias: string, wordList: string): Promise<string> {
  const there = Object.keys(await client.indices.get({ index: `${alias}-v*`, expand_wildcards: ['open', 'closed'] }))
  const highest = Math.max(0, ...there.map((name) => Number(name.slice(alias.length + 2)) || 0))
  const next = fillingAlias(alias)
  if (await client.indices.existsAlias({ name: next })) {
    const unfinished = Object.keys(await client.indices.getAlias({ name: next }))
    await client.indices.delete({ index: unfinished })
  }
  const index = `${alias}-v${highest + 1}`
  await client.indices.create({ index, mappings: mappings(wordList), settings: settings(true), aliases: { [next]: {} } })
  return index
}

/** Tombstones too: a change that is under way may be older than a recall. Several steps are cut while one travels. */
async function fill(client: Client, database: Database, tokens: Tokens, alias: string, progress: (done: number) => void) {
  const refused: Verdict['refused'][number][] = []
  let sent = 0
  let travelling: Promise<unknown> = Promise.resolve()
  for (let after = ''; ; ) {
    const rows = await rowsAfter(database.system, after, step)
    const items = rows.map((row) => itemOf(tokens, row))
    await travelling
    travelling = bulk(client, fillingAlias(alias), items).then((more) => refused.push(...more))
    travelling.catch(() => {}) // awaited in the next round
    sent += items.length
    progress(sent)
    if (rows.length < step) break
    after = rows.at(-1)!.id
  }
  await travelling
  return { sent, refused }
}

export const itemOf = (tokens: Tokens, row: Row): Item => ({ id: row.id, version: row.version, source: sourceOf(tokens, row) })

/** One step for everybody who asks by the alias. Answers the indices that it was on. */
async function switchTo(client: Client, alias: string, index: string): Promise<readonly string[]> {
  await client.indices.putSettings({ index, settings: { refresh_interval: settings(false).refresh_interval! } })
  const old = (await client.indices.existsAlias({ name: alias })) ? Object.keys(await client.indices.getAlias({ name: alias })) : []
  const off = old.map((name) => ({ remove: { index: name, alias } }))
  await client.indices.updateAliases({
    actions: [{ add: { index, alias } }, { remove: { index, alias: fillingAlias(alias) } }, ...off],
  })
  return old
}

/** Not before the searches that are under way in it have ended. */
async function forget(client: Client, old: readonly string[]): Promise<void> {
  if (old.length === 0) return
  await delay(graceMs)
  await client.indices.delete({ index: [...old], ignore_unavailable: true })
}
