import type { Region } from '@kitchen/model'
import type { Health } from '../document.ts'
import { openTokens } from '../tokens.ts'
import { type ElasticsearchSettings, openClients } from './client.ts'
import { healthOf } from './health.ts'

/** What `doctor` asks: reachable, version, alias, mapping, word list. Never rejects for a server that is not there. */
export async function describeElasticsearch(settings: ElasticsearchSettings, region: Region): Promise<Health> {
  const clients = openClients(settings)
  try {
    return await healthOf(clients.asking, 'stories', openTokens(region).wordList)
  } finally {
    await clients.close()
  }
}
