import type { Database, Migrations } from '@kitchen/database'
import { react } from '@kitchen/event-log'
import type { CentreId } from '@kitchen/model'
import type { Part, ServiceNeeds, ServiceValue } from '@kitchen/runtime'
import { type ElasticsearchSettings, openClients } from './elastic/client.ts'
import { elasticIndex } from './elastic/elastic-index.ts'
import { follow } from './elastic/follow.ts'
import { openFacts } from './facts.ts'
import { fallingBack } from './falling-back.ts'
import { searchRoutes } from './http.ts'
import { keepIndices } from './keep.ts'
import { cutAgain } from './postgres/cut-again.ts'
import { postgresIndex } from './postgres/postgres-index.ts'
import { assetReactions, type ReactionNeeds, storyReactions } from './reactions.ts'
import { reportOn } from './report.ts'
import { openTokens } from './tokens.ts'

export type { ElasticsearchSettings } from './elastic/client.ts'
export { describeElasticsearch } from './elastic/describe.ts'
export { rebuildFigure } from './report.ts'

export const migrations: Migrations = { schema: 'search', folder: new URL('../migrations/', import.meta.url) }

/** Without `elasticsearch` PostgreSQL answers. `alias`: the name of the index, for tests that share one server. */
export type SearchNeeds = ServiceNeeds & { readonly elasticsearch?: ElasticsearchSettings | undefined; readonly alias?: string }

/** Starts the index (every released story and every asset, from the beginning) and the search over it. */
export async function startSearch(needs: SearchNeeds): Promise<Part<ServiceValue>> {
  const { database, logger, region, clock } = needs
  const [tokens, facts] = [openTokens(region), openFacts(region)]
  const complain = (trouble: unknown) => logger.warn({ err: trouble }, 'Elasticsearch does not take part')
  const postgres = postgresIndex({ database, tokens, facts })
  const engine = engineOf(needs, { database, tokens, facts, complain })
  const keeper = keepIndices({ cutAgain: () => cutAgain(database, tokens, facts), elastic: engine.index, complain }, async (progress) => {
    await postgres.rebuild(progress)
    await engine.index?.rebuild(progress)
  })
  const reactions = await startReactions(needs, { tokens, facts, clock }, engine.hint)
  const searching = fallingBack({ postgres, elastic: engine.index, complain, clock })
  const report = () => reportOn({ database, keeper: keeper.value, withElastic: engine.index !== null, clock })
  const act = async (id: string, action: string) => {
    if (action === 'retry') await database.system.query('update search.pending set refused = null where id = $1', [id])
    if (action === 'rebuild' && keeper.value.filled() === null) void keeper.value.now().catch(complain)
  }
  const stop = async () => {
    await Promise.all([reactions.stop(), keeper.stop()])
    await engine.stop()
  }
  return { value: { routes: searchRoutes({ database, searching, tokens, facts, region, clock }), report, act }, stop }
}

type EngineNeeds = Pick<ReactionNeeds, 'tokens' | 'facts'> & { database: Database; complain: (trouble: unknown) => void }

function engineOf({ elasticsearch, alias = 'stories' }: SearchNeeds, common: EngineNeeds) {
  if (!elasticsearch) return { index: null, hint: () => {}, stop: async () => {} }
  const clients = openClients(elasticsearch)
  const following = follow({ ...common, clients, alias })
  const stop = async () => {
    await following.stop()
    await clients.close()
  }
  return { index: elasticIndex({ ...common, clients, alias }), hint: following.value.hint, stop }
}

async function startReactions({ database, log, logger, hints }: ServiceNeeds, needs: Omit<ReactionNeeds, 'found'>, changed: () => void) {
  const centres = new Set<string>()
  const reacting = { ...needs, found: (centre: string) => centres.add(centre) }
  const afterCommit = () => {
    changed()
    if (centres.size > 0) hints.send({ about: 'searches', id: null }, { centres: [...centres] as CentreId[] })
    centres.clear()
  }
  const common = { database, log, logger, from: 'beginning', replays: true, afterCommit } as const
  const stories = await react({ ...common, consumer: 'search.index', reactions: storyReactions(reacting) })
  const assets = await react({ ...common, consumer: 'search.assets', reactions: assetReactions(reacting) })
  const stop = async () => {
    await Promise.all([stories.stop(), assets.stop()])
  }
  return { stop }
}
