import type { Migrations } from '@kitchen/database'
import { react } from '@kitchen/event-log'
import type { Part, ServiceNeeds, ServiceValue } from '@kitchen/runtime'
import { searchRoutes } from './http.ts'
import { indexOffered, indexRecalled, indexReleased } from './index-story.ts'
import { openTokens } from './tokens.ts'

export const migrations: Migrations = { schema: 'search', folder: new URL('../migrations/', import.meta.url) }

/** Starts the index (every released story, from the beginning) and the search over it. */
export async function startSearch(needs: ServiceNeeds): Promise<Part<ServiceValue>> {
  const { database, log, logger } = needs
  const tokens = openTokens(needs.region)
  const reactions = await react({
    database,
    log,
    logger,
    consumer: 'search.index',
    from: 'beginning',
    reactions: {
      'story.released': async (tx, { body }) => indexReleased(tx, tokens, body),
      'story.offered': async (tx, { body }) => indexOffered(tx, body),
      'story.recalled': async (tx, { body }) => indexRecalled(tx, body),
    },
  })
  const report = async () => ({ part: 'search', state: 'ready' as const, figures: await figures(needs), stuck: [] })
  return { value: { routes: searchRoutes({ database, tokens }), report, act: async () => {} }, stop: reactions.stop }
}

async function figures({ database }: ServiceNeeds) {
  const { rows } = await database.system.query<{ found: number }>('select count(*)::int as found from search.story where not recalled')
  return [{ name: { zh: '可检索稿件', en: 'stories in the index' }, value: rows[0]?.found ?? 0, unit: 'count' }]
}
