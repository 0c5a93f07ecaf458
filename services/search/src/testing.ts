import type { Database, Tx } from '@kitchen/database'
import type { Region } from '@kitchen/model'
import type { Document, SearchIndex } from './document.ts'
import { openClients } from './elastic/client.ts'
import { elasticIndex } from './elastic/elastic-index.ts'
import { carry } from './elastic/follow.ts'
import { openFacts } from './facts.ts'
import { postgresIndex } from './postgres/postgres-index.ts'
import { writeRow } from './postgres/rows.ts'
import { openTokens } from './tokens.ts'

export type { Document } from './document.ts'
export { migrations } from './index.ts'

/** For benchmarks: both adapters over one database, the bare client beside them, a way to put a document and to carry it over. */
export type IndexPair = {
  readonly postgres: SearchIndex
  readonly elastic: SearchIndex
  readonly raw: (word: string) => Promise<unknown>
  readonly put: (tx: Tx, document: Document) => Promise<unknown>
  readonly carry: () => Promise<number>
  readonly close: () => Promise<void>
}

export function openIndices({ database, region, url }: { database: Database; region: Region; url: string }): IndexPair {
  const [tokens, facts, clients, alias] = [openTokens(region), openFacts(region), openClients({ url }), 'stories']
  const common = { database, tokens, facts }
  return {
    postgres: postgresIndex(common),
    elastic: elasticIndex({ ...common, clients, alias }),
    raw: (word) => clients.asking.search({ index: alias, query: { match: { body_words: { query: word, operator: 'and' } } }, size: 20 }),
    put: (tx, document) => writeRow(tx, tokens, { ...document, recalled: false, version: Date.now() * 1000 }),
    carry: () => carry({ ...common, clients, alias, complain: () => {} }),
    close: clients.close,
  }
}
