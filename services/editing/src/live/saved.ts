import type { Tx } from '@kitchen/database'
import { schema } from '@kitchen/document'
import { stepsToward, touchedBlocks } from '@kitchen/document/authority'
import { Transform } from 'prosemirror-transform'
import type { Actor } from '../store.ts'
import type { Story } from '../story.ts'
import { appendLog } from './log.ts'

/** A text that was put in whole (by a program, by a dropped correction) is one commit of the log like any other. */
export async function logWhole(tx: Tx, before: Story, after: Story, { person, name }: Actor): Promise<void> {
  const tr = new Transform(schema.nodeFromJSON(before.document))
  for (const step of stepsToward(tr.doc, schema.nodeFromJSON(after.document))) tr.step(step)
  const row = {
    clientId: wholeClient,
    commitId: after.revision,
    baseVersion: before.revision,
    version: after.revision,
    steps: tr.steps.map((step) => step.toJSON() as unknown),
    origins: tr.steps.map((_, index) => index),
    blocks: touchedBlocks(tr),
    person,
    name,
    at: after.updatedAt,
  }
  await appendLog(tx, after, [row])
}

/** No editor can have this id: theirs are UUIDs. */
const wholeClient = 'whole'
