import type { Migrations } from '@kitchen/database'
import { react } from '@kitchen/event-log'
import type { Part, ServiceNeeds, ServiceValue } from '@kitchen/runtime'
import { offerRoutes } from './http.ts'
import { offerReactions, tellOffers } from './reactions.ts'
import { reportOn } from './report.ts'

export const migrations: Migrations = { schema: 'syndication', folder: new URL('../migrations/', import.meta.url) }

/** Starts offers: released stories to other centres, adoption, the ledger, recall of copies. */
export async function startSyndication(needs: ServiceNeeds): Promise<Part<ServiceValue>> {
  const { database, log, logger, region, hints } = needs
  const afterCommit = (events: Parameters<typeof tellOffers>[0]) => tellOffers(events, region, hints)
  const reaction = await react({ database, log, logger, consumer: 'syndication.offers', reactions: offerReactions(region), afterCommit })
  return { value: { routes: offerRoutes(needs), report: () => reportOn(needs), act: async () => {} }, stop: reaction.stop }
}
