import type { Migrations } from '@kitchen/database'
import { react } from '@kitchen/event-log'
import type { Part, ServiceNeeds, ServiceValue } from '@kitchen/runtime'
import { routesOf } from './http.ts'
import { measuresOf } from './measures.ts'
import { reactions } from './reactions.ts'
import { act, reportOn } from './report.ts'
import type { Reference } from './store.ts'
import { startWorkers } from './worker.ts'

export const migrations: Migrations = { schema: 'transcoding', folder: new URL('../migrations/', import.meta.url) }

/** Starts the workers, then listens for assets; stops in the reverse order, and what was being rendered waits for the next start. */
export async function startTranscoding(needs: ServiceNeeds): Promise<Part<ServiceValue>> {
  const { database, log, logger } = needs
  const changed = (references: readonly Reference[]) => hint(needs, references)
  const workers = await startWorkers({ ...needs, changed })
  const reaction = await react({
    database,
    log,
    logger,
    consumer: 'transcoding.assets',
    reactions,
    afterCommit: () => workers.value.wake(),
  })
  const stop = async () => {
    await reaction.stop()
    await workers.stop()
  }
  const value = {
    routes: routesOf(database, workers.value),
    report: () => reportOn(database),
    measures: () => measuresOf(database),
    act: (id: string, action: string) => act(database, workers.value, id, action),
  }
  return { value, stop }
}

/** Screens that show the story, or nothing but the asset, fetch again. */
function hint({ hints }: ServiceNeeds, references: readonly Reference[]): void {
  for (const { story, centre } of references) hints.send({ about: 'assets', id: story }, { centres: [centre] })
}
