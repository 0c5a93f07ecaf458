import { setTimeout as delay } from 'node:timers/promises'
import { type Database, type Part, startDatabase } from '@kitchen/database'
import { type EventLog, react } from '../src/index.ts'
import { probe, seen } from './probe.ts'

const [, , url, module, consumer = ''] = process.argv
const { start } = (await import(module!)) as { start: (database: Database) => Promise<Part<EventLog>> }
const { value: database } = await startDatabase({ folder: '', url, migrations: [probe] })
const { value: log } = await start(database)

/** Says when it holds a batch, and leaves time to be stopped before the batch is applied. */
const slow: EventLog = {
  ...log,
  consume: (group, deliver) =>
    log.consume(group, async (events) => {
      console.log('holds')
      await delay(300)
      await deliver(events)
      console.log('done')
    }),
}
const reactions = {
  'story.filed': (tx: Parameters<typeof seen>[0], event: Parameters<typeof seen>[2]) => seen(tx, consumer, event, 'stalled'),
}
await react({ database, log: slow, logger: { warn: () => {} }, consumer, reactions, from: 'now' })
console.log('joined')
