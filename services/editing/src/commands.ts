import type { StoryView } from '@kitchen/api'
import { append, type Database, type Tx, transaction } from '@kitchen/database'
import { type Caller, type Region, type StoryId, uuidv7 } from '@kitchen/model'
import type { Hints } from '@kitchen/runtime'
import { knownAssets } from './assets.ts'
import { copyOf } from './copies/rows.ts'
import { type Command, decide } from './decide.ts'
import type { House } from './duties.ts'
import { allowMustCarry } from './guards.ts'
import { tellMove } from './live/moves.ts'
import { refuse } from './refusals.ts'
import { isFirst } from './request.ts'
import { lockedStory, seenStory } from './rows.ts'
import { standInsAt } from './stand-in.ts'
import { draftsOf, store, storeNew, writeHistory } from './store.ts'
import { newStory, type Story } from './story.ts'
import type { Text } from './text.ts'
import { storyView } from './views/story.ts'

/** Commands that look at what a copy was taken from. */
const ofCopies: ReadonlySet<Command['do']> = new Set(['save', 'seal', 'release'])

/** What commands need. */
export type Desk = { readonly database: Database; readonly region: Region; readonly hints: Hints; readonly clock: () => Date }
/** A command of a person on a story; `key` is the request's Idempotency-Key, if it has one. */
export type Order = { readonly caller: Caller; readonly story: StoryId; readonly command: Command; readonly key?: string | undefined }

/** Decides, writes and publishes in one transaction, locked by the story's id. Gives the story as its person sees it then. */
export async function carryOut(desk: Desk, { caller, story: id, command, key }: Order): Promise<StoryView> {
  const at = desk.clock().toISOString()
  const { changed, view } = await transaction(desk.database, { ...caller, keys: [id] }, async (tx) => {
    const story = await found(lockedStory(tx, id))
    const again = key !== undefined && !(await isFirst(tx, { ...caller, key, what: command.do, story: id, at }))
    const assets = command.do === 'seal' ? await knownAssets(tx, story.document) : new Map()
    const copy = story.origin && ofCopies.has(command.do) ? await copyOf(tx, id) : undefined
    const house = await houseAt(tx, desk, at)
    const facts = again ? [] : decide(story, command, caller, { ...house, assets, copy })
    const after = await store(tx, story, facts, caller)
    const view = await storyView(tx, after, { caller, ...house })
    await append(tx, draftsOf(after, facts))
    return { changed: facts.length > 0, view }
  })
  if (changed) tell(desk, view)
  return view
}

/** The house at that instant: the region's data and who stands in. */
export const houseAt = async (tx: Tx, { region }: Pick<Desk, 'region'>, at: string): Promise<House> => ({
  region,
  at,
  standIns: await standInsAt(tx, at),
})

/** Begins a story of the caller. With the same key again: the story that was begun the first time. */
export async function begin(
  desk: Desk,
  caller: Caller,
  { text, mustCarry, key }: { text: Text; mustCarry: boolean; key?: string | undefined },
): Promise<StoryView> {
  allowMustCarry(desk.region, caller.centre, mustCarry)
  const now = desk.clock()
  const at = now.toISOString()
  const { centre, person: author, name: authorName } = caller
  const story = newStory({ id: uuidv7(now.getTime()) as StoryId, centre, author, authorName, origin: null, mustCarry, text, at })
  const view = await transaction(desk.database, { ...caller, keys: [story.id] }, async (tx) => {
    const begun = await firstOrFormer(tx, caller, story, key)
    return storyView(tx, begun, { caller, ...(await houseAt(tx, desk, at)) })
  })
  tell(desk, view)
  return view
}

/** The story as the caller sees it. */
export function look(desk: Desk, caller: Caller, id: StoryId): Promise<StoryView> {
  const at = desk.clock().toISOString()
  return transaction(desk.database, { ...caller, keys: [] }, async (tx) =>
    storyView(tx, await found(shownStory(tx, id)), { caller, ...(await houseAt(tx, desk, at)) }),
  )
}

async function firstOrFormer(tx: Tx, caller: Caller, story: Story, key: string | undefined): Promise<Story> {
  const request = { ...caller, key: key ?? '', what: 'create', story: story.id, at: story.since }
  if (key !== undefined && !(await isFirst(tx, request))) return found(seenStory(tx, await formerStory(tx, caller, key)))
  await storeNew(tx, story)
  await writeHistory(tx, {
    story: story.id,
    centre: story.centre,
    what: 'story.created',
    person: caller.person,
    name: caller.name,
    reason: null,
    at: story.since,
  })
  return story
}

async function formerStory(tx: Tx, { centre, person }: Caller, key: string): Promise<StoryId> {
  const { rows } = await tx.query<{ story: StoryId }>('select story from editing.request where (centre, person, key) = ($1, $2, $3)', [
    centre,
    person,
    key,
  ])
  return rows[0]!.story
}

/** What was thrown away is nobody's any more. */
async function shownStory(tx: Tx, id: StoryId): Promise<Story | undefined> {
  const story = await seenStory(tx, id)
  return story?.discarded ? undefined : story
}

async function found(story: Promise<Story | undefined>): Promise<Story> {
  const one = await story
  if (!one) throw refuse('editing/no-story')
  return one
}

/** Screens ask again; whoever has the text open is shown what was put in whole. */
function tell({ hints, database }: Desk, { id, centre }: StoryView): void {
  hints.send({ about: 'story', id }, { centres: [centre] })
  tellMove(database, id)
}
