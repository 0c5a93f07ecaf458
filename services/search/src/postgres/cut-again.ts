import { type Database, systemTransaction, type Tx } from '@kitchen/database'
import { eventTable } from '@kitchen/events'
import type { Facts } from '../facts.ts'
import { factsOfStory } from '../story-facts.ts'
import type { Tokens } from '../tokens.ts'
import { lockRow, nextVersion, type Row, writeRow } from './rows.ts'

/** How many rows one step looks for; each is written in a transaction of its own. */
const step = 200

/** Cuts every row again that was cut by another word list, and reads its facts anew from the journal. Answers how many. */
export async function cutAgain(
  database: Database,
  tokens: Tokens,
  facts: Facts,
  progress: (done: number) => void = () => {},
): Promise<number> {
  let done = 0
  for (let after = ''; ; ) {
    const { rows } = await database.system.query<{ id: string }>(
      'select id from search.document where word_list <> $1 and id > $2 order by id limit $3',
      [tokens.wordList, after, step],
    )
    for (const { id } of rows) await systemTransaction(database, [id], (tx) => cutOne(tx, tokens, facts, id))
    done += rows.length
    if (rows.length < step) return done
    after = rows.at(-1)!.id
    progress(done)
  }
}

async function cutOne(tx: Tx, tokens: Tokens, facts: Facts, id: string): Promise<void> {
  const row = await lockRow(tx, id)
  if (row) await writeRow(tx, tokens, { ...row, ...(await fromJournal(tx, facts, row)), version: nextVersion(row.version, new Date()) })
}

/** What the last release says today; nothing for assets and for what is not released. */
async function fromJournal(tx: Tx, facts: Facts, { id, kind, recalled }: Row): Promise<Partial<Row>> {
  if (kind !== 'story' || recalled) return {}
  const { rows } = await tx.query<{ body: unknown }>(
    `select body from journal.event where topic = 'story' and key = $1 and type = 'story.released' order by sequence desc limit 1`,
    [id],
  )
  const released = eventTable['story.released'].safeParse(rows[0]?.body)
  return released.success ? factsOfStory(facts, released.data) : {}
}
