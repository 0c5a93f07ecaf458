import type { Migrations } from '@kitchen/database'
import { react } from '@kitchen/event-log'
import type { Part, ServiceNeeds, ServiceValue } from '@kitchen/runtime'
import { Router } from 'express'
import { copyRoutes } from './copies/http.ts'
import { storyRoutes } from './http.ts'
import { measuresOf } from './measures.ts'
import { storyReactions, type Touched, tellTouched } from './reactions.ts'
import { reportOn } from './report.ts'
import { forgetKeys } from './request.ts'
import { standInRoutes } from './stand-in-http.ts'
import { versionRoutes } from './versions-http.ts'

export { type LiveEditing, startLiveEditing } from './live/server.ts'

export const migrations: Migrations = { schema: 'editing', folder: new URL('../migrations/', import.meta.url) }

/** Starts stories: writing, sealing, the three reviews, release, recall. */
export async function startEditing(needs: ServiceNeeds): Promise<Part<ServiceValue>> {
  const { database, log, logger, region, hints, clock } = needs
  const touched: Touched = new Map()
  const reactions = storyReactions(region, touched)
  const reaction = await react({
    database,
    log,
    logger,
    consumer: 'editing.stories',
    reactions,
    afterCommit: () => tellTouched(touched, hints),
  })
  const forget = () =>
    void database.system
      .query(forgetKeys, [clock()])
      .catch((error: unknown) => logger.warn({ err: error }, 'old request keys were not forgotten'))
  const forgetting = setInterval(forget, 3_600_000)
  const stop = async () => {
    clearInterval(forgetting)
    await reaction.stop()
  }
  return {
    value: {
      routes: Router().use(storyRoutes(needs), copyRoutes(needs), versionRoutes(needs), standInRoutes(needs)),
      report: () => reportOn(needs),
      measures: () => measuresOf(needs.database),
      act: async () => {},
    },
    stop,
  }
}
