import type { Database, Tx } from '@kitchen/database'
import type { Region } from '@kitchen/model'
import type { Document, SearchIndex } from './document.ts'
import { openClients } from './elastic/client.ts'
import { elasticIndex } from './elastic/elastic-index.ts'
import { carry } from './elastic/follow.ts'
import { indexBehind } from './elastic/health.ts'
import { openFacts } from './facts.ts'
import { postgresIndex } from './postgres/postgres-index.ts'
import { writeRow } from './postgres/rows.ts'
import { openTokens, type Tokens } from './tokens.ts'

export type { Document } from './document.ts'
export { migrations } from './index.ts'

/** For benchmarks: both adapters over one database, the bare client beside them, a way to put a document and to carry it over. */
export type IndexPair = {
  readonly postgres: SearchIndex
  readonly elastic: SearchIndex
  readonly raw: (word: string) => Promise<unknown>
  /** Fills anew with words that were cut before: what the engine and the way to it can do without the cutting. */
  readonly refill: () => Promise<number>
  readonly put: (tx: Tx, document: Document) => Promise<unknown>
  readonly carry: () => Promise<number>
  readonly close: () => Promise<void>
}

export function openIndices({ database, region, url }: { database: Database; region: Region; url: string }): IndexPair {
  const [tokens, facts, clients, alias] = [openTokens(region), openFacts(region), openClients({ url }), 'stories']
  const common = { database, tokens, facts }
  const { recording, replaying } = remembered(tokens)
  return {
    postgres: postgresIndex(common),
    elastic: {
      ...elasticIndex({ ...common, clients, alias }),
      rebuild: elasticIndex({ ...common, tokens: recording, clients, alias }).rebuild,
    },
    refill: async () => {
      const old = await indexBehind(clients.writing, alias)
      await clients.writing.indices.delete({ index: old!.name }) // nobody searches: no pause for them
      return elasticIndex({ ...common, tokens: replaying, clients, alias }).rebuild()
    },
    raw: (word) => clients.asking.search({ index: alias, query: { match: { body_words: { query: word, operator: 'and' } } }, size: 20 }),
    put: (tx, document) => writeRow(tx, tokens, { ...document, recalled: false, version: Date.now() * 1000 }),
    carry: () => carry({ ...common, clients, alias, complain: () => {} }),
    close: clients.close,
  }
}

/** Tokens that keep what they cut, joined as the index gets it, and tokens that give only that. */
function remembered(tokens: Tokens): { recording: Tokens; replaying: Tokens } {
  const [words, signs] = [new Map<string, string[]>(), new Map<string, string[]>()]
  const keeping = (kept: Map<string, string[]>, cut: (text: string) => string[]) => (text: string) => {
    const all = cut(text)
    kept.set(text, [all.join(' ')])
    return all
  }
  const recording = { ...tokens, words: keeping(words, tokens.words), signs: keeping(signs, tokens.signs) }
  return { recording, replaying: { ...tokens, words: (text) => words.get(text) ?? [], signs: (text) => signs.get(text) ?? [] } }
}
