import { join } from 'node:path'
import type { Migrations, Part } from '@kitchen/database'
import { type Reaction, react } from '@kitchen/event-log'
import type { Event } from '@kitchen/events'
import type { CentreId } from '@kitchen/model'
import type { ServiceNeeds, ServiceValue } from '@kitchen/runtime'
import { createRoutes } from './http.ts'
import { makers } from './makers.ts'
import { measuresOf } from './measures.ts'
import { useFonts } from './picture/fonts.ts'
import { startPress } from './print/index.ts'
import { createPageMaker } from './printing.ts'
import { startWorkers } from './queue/worker.ts'
import { reactionsOf } from './reactions.ts'
import { refuse } from './refusals.ts'
import { reportOf, retry } from './report.ts'

export const migrations: Migrations = { schema: 'generation', folder: new URL('../migrations/', import.meta.url) }

/** Starts making products of every version that is sealed, for each of its outlets. */
export async function startGeneration(needs: ServiceNeeds): Promise<Part<ServiceValue>> {
  const { database, region, clock, hints } = needs
  useFonts(join(needs.folder, 'fonts'))
  const told = (story: string, centres: readonly CentreId[]) => hints.send({ about: 'products', id: story as never }, { centres })
  const press = await startPress({ folder: join(needs.folder, 'press'), logger: needs.logger })
  const workers = await startWorkers({ ...needs, makers: { ...makers, print: createPageMaker(press) }, told })
  const reaction: Part<Reaction> = await react({
    ...needs,
    consumer: 'generation.products',
    reactions: reactionsOf({ region, clock }),
    afterCommit: (events) => {
      tellSeen(events, told)
      workers.value.wake()
    },
  })
  const act = async (id: string, action: string) => {
    if (action !== 'retry') throw refuse('generation/not-found')
    await retry(database, id)
    workers.value.wake()
  }
  const stop = async () => {
    await reaction.stop()
    await workers.stop()
    await press.stop()
  }
  return {
    value: {
      routes: createRoutes({ ...needs, wake: workers.value.wake }),
      report: () => reportOf(database),
      measures: () => measuresOf(database),
      act,
    },
    stop,
  }
}

/** A sealed version is its own centre's to look at; a released one also that of its outlets' centres. */
function tellSeen(events: readonly Event[], told: (story: string, centres: readonly CentreId[]) => void): void {
  const are = <Type extends Event['type']>(type: Type) => events.filter((one): one is Event<Type> => one.type === type)
  for (const { body } of are('version.sealed')) told(body.story, [body.centre])
  for (const { body } of are('story.supplemented')) told(body.story, [body.centre, body.product.outlet.slice(0, 6) as CentreId])
  for (const { body } of are('story.released'))
    told(body.story, [...new Set([body.centre, ...body.products.map(({ outlet }) => outlet.slice(0, 6) as CentreId)])])
}
