import type { Tx } from '@kitchen/database'
import type { Reactions } from '@kitchen/event-log'

/** What ingest hears: whose stories there are, so that nobody adds to another centre's. */
export const reactions: Reactions = {
  'story.filed': (tx, { body: { story, centre } }) => know(tx, story, centre),
  'version.sealed': (tx, { body: { story, centre } }) => know(tx, story, centre),
  'copy.adopted': (tx, { body: { copy, centre } }) => know(tx, copy, centre),
}

async function know(tx: Tx, story: string, centre: string): Promise<void> {
  await tx.query('insert into ingest.story values ($1, $2) on conflict do nothing', [story, centre])
}
