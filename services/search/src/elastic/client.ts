import { readFileSync } from 'node:fs'
import { Client } from '@elastic/elasticsearch'

/** Where Elasticsearch is and how we prove who we are. `ca`: a file with the certificate of its authority. */
export type ElasticsearchSettings = { readonly url: string; readonly apiKey?: string | undefined; readonly ca?: string | undefined }
/** Two clients: people do not wait for two seconds, the indexer does not give up early and has a back-off of its own. */
export type Clients = { readonly asking: Client; readonly writing: Client; readonly close: () => Promise<void> }

export function openClients({ url, apiKey, ca }: ElasticsearchSettings): Clients {
  const common = {
    node: url,
    ...(apiKey === undefined ? {} : { auth: { apiKey } }),
    ...(ca === undefined ? {} : { tls: { ca: readFileSync(ca) } }),
  }
  const asking = new Client({ ...common, maxRetries: 1, requestTimeout: 2_000 })
  const writing = new Client({ ...common, maxRetries: 0, requestTimeout: 30_000 })
  const close = async () => {
    await Promise.all([asking.close(), writing.close()])
  }
  return { asking, writing, close }
}
