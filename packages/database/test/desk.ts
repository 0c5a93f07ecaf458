import type { CentreId, PersonId } from '@kitchen/model'
import { centreId, personId } from '@kitchen/model'
import type { Database, Migrations, Scope, Tx } from '../src/index.ts'
import { transaction } from '../src/index.ts'

/** The service in small that these tests work on. */
export const desk: Migrations = { schema: 'desk', folder: new URL('./migrations/', import.meta.url) }

export const helan: CentreId = centreId.parse('640122')
export const yongning: CentreId = centreId.parse('640121')
const editor: PersonId = personId.parse('640122-county-editor')

export const as = (centre: CentreId, ...keys: string[]): Scope => ({ centre, person: editor, keys })

/** What people of a centre get from a statement. */
export async function ask<Row extends object>(database: Database, centre: CentreId, text: string, values: unknown[] = []): Promise<Row[]> {
  return transaction(database, as(centre), async (tx) => (await tx.query<Row>(text, values)).rows)
}

/** Reads a story's words, lets others run, writes one more: right only if nobody comes in between. */
export async function addWord(tx: Tx, story: string): Promise<void> {
  const { rows } = await tx.query<{ words: number }>('select words from desk.story where id = $1', [story])
  await tx.query('update desk.story set words = $2 where id = $1', [story, rows[0]!.words + 1])
}

/** A story draft; its body does not matter here. */
export const filed = (key: string, words = 0) => ({ topic: 'story', key, type: 'story.filed', version: 1, body: { words } })
