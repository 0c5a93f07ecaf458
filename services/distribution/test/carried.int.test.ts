import { draft } from '@kitchen/events'
import type { CentreId, PersonId, StoryId } from '@kitchen/model'
import { uuidv7 } from '@kitchen/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Newsroom, openNewsroom, smallRegion, story } from './newsroom.ts'
import { remote } from './remote.ts'

let room: Newsroom
let stop = async () => {}
beforeAll(async () => {
  room = await openNewsroom(smallRegion('640000', '640122'))
  const outlet = remote(() => 'fine')
  stop = (await room.start({ adapters: () => outlet.adapter })).stop
})
afterAll(() => stop().finally(() => room.stop()))

const at = new Date().toISOString()
const county = { centre: '640122' as CentreId, person: '640122-editor' as PersonId }
/** What editing says when the county releases its own copy of a story. */
const copyReleased = (copy: StoryId, original: string) =>
  draft('story.released', copy, {
    ...county,
    story: copy,
    version: 1,
    headline: '本地稿',
    products: [],
    mustCarry: false,
    origin: { story: original as StoryId, version: 1, centre: '640000' as CentreId },
    document: {},
    at,
  })
const statesAt = async (id: string, centre: string): Promise<string[]> => {
  const states: Record<string, string> = await room.states(id)
  return [...new Set(Object.entries(states).flatMap(([outlet, state]) => (outlet.includes(`.${centre}-`) ? [state] : [])))]
}
const until = (id: string, centre: string, state: string) => room.until(async () => (await statesAt(id, centre)).join() === state, 20_000)

describe('a must-carry story at a centre that has a copy of its own', () => {
  it('yields to the copy there, and stays everywhere else', async () => {
    const { id, made, released } = await story(room)
    await room.tell(...made, released)
    await until(id, '640122', 'delivered')
    await room.tell(copyReleased(uuidv7() as StoryId, id))
    await until(id, '640122', 'withdrawn')
    expect(await statesAt(id, '640000')).toEqual(['delivered'])
  })

  it('does not come there when the copy was released first, and comes when that was recalled before', async () => {
    const [late, again] = [await story(room), await story(room)]
    await room.tell(copyReleased(uuidv7() as StoryId, late.id))
    const copy = uuidv7() as StoryId
    await room.tell(copyReleased(copy, again.id))
    await room.tell(draft('story.recalled', copy, { ...county, story: copy, reason: '图有误', cause: null, at }))
    await room.log.settle()
    await room.tell(...late.made, late.released, ...again.made, again.released)
    await until(late.id, '640000', 'delivered')
    await until(again.id, '640122', 'delivered')
    expect(await statesAt(late.id, '640122')).toEqual([])
  })
})
