import { randomUUID } from 'node:crypto'
import { joined, type LiveRow, type StoryView } from '@kitchen/api'
import { parseDocument } from '@kitchen/document'
import { hear, launch, liveEditing, liveOf, startLive } from '@kitchen/document/client'
import type { StoryId } from '@kitchen/model'
import { createLogger, type ServiceNeeds } from '@kitchen/runtime'
import { EditorState } from 'prosemirror-state'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startLiveEditing } from '../src/live/server.ts'
import { type TestDesk, testDesk } from './desk.ts'
import { callerFor, newsroom, textWith } from './newsroom.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await testDesk()
})
afterAll(() => desk.stop())

/** Live editing as a process runs it, with writers on sockets of their own. */
function processOf() {
  const needs = { ...desk, region: newsroom, logger: createLogger({ level: 'silent' }), hints: { send: () => {} }, clock: () => new Date() }
  const { value, stop } = startLiveEditing(needs as unknown as ServiceNeeds)
  const writers = new Set<(event: string, message: { rows?: LiveRow[] }) => void>()
  const open = value((_room, event, message) => {
    for (const tell of writers) tell(event, JSON.parse(JSON.stringify(message)) as { rows?: LiveRow[] })
  })
  const write = async (who: string, story: StoryView) => {
    const talk = open({ caller: async () => callerFor(who), enter: () => {}, exit: () => {} })
    const [clientId, id] = [randomUUID(), story.id]
    let state = EditorState.create({
      doc: parseDocument(story.document),
      plugins: [liveEditing(startLive(clientId, story.revision))],
    })
    const apply = (tr: Parameters<EditorState['apply']>[0]) => {
      state = state.apply(tr)
      return state
    }
    writers.add((event, message) => event === 'rows' && hear(state, message.rows ?? [], apply))
    const there = joined.parse({ ok: true, ...(await talk.hear('join', { story: id, clientId, version: story.revision })) })
    hear(state, there.rows, apply)
    const type = async (text: string) => {
      await expect.poll(() => liveOf(state).flight, { timeout: 10_000 }).toBeNull()
      let at = 0
      state.doc.forEach((node, pos) => {
        if (node.type.name === 'paragraph') at = pos + node.nodeSize - 1
      })
      apply(state.tr.insertText(text, at))
      apply(launch(state)!)
      return talk.hear('commit', { story: id, commit: liveOf(state).flight })
    }
    return { type, talk, id, text: () => state.doc.textContent, version: () => liveOf(state).version, there, clientId }
  }
  return { write, stop }
}

const begin = async (): Promise<StoryView> =>
  (
    await desk
      .as('100000-wei')
      .post('/api/stories', { document: textWith('春灌开闸', '渠水。').document })
      .expect(201)
  ).body
const codeOf = (asked: Promise<unknown>) =>
  asked.then(
    () => 'taken',
    (error: { code?: string }) => error.code,
  )

test('people of two processes write in one story; each sees all, HTTP sees it too, and a new process goes on from the log', async () => {
  const [one, other] = [processOf(), processOf()]
  const story = await begin()
  const [wei, lin, gao] = await Promise.all([
    one.write('100000-wei', story),
    one.write('100000-lin', story),
    other.write('100000-gao', story),
  ])
  for (let round = 0; round < 5; round++) await Promise.all([wei!.type('甲'), lin!.type('乙'), gao!.type('丙')])
  await expect
    .poll(
      () => [wei!.text(), lin!.text(), gao!.text()].every((text, _, all) => text === all[0] && text.match(/[甲乙丙]/g)?.length === 15),
      { timeout: 10_000 },
    )
    .toBe(true)
  const seen = await desk.see('100000-wei', story.id)
  expect([parseDocument(seen.document).textContent, seen.revision]).toEqual([wei!.text(), wei!.version()])
  await desk
    .as('100000-wei')
    .put(`/api/stories/${story.id}/draft`, { revision: seen.revision, document: textWith('春灌开闸了', '渠水到了。').document })
    .expect(200)
  await expect.poll(() => [wei!.text(), gao!.text()], { timeout: 10_000 }).toEqual(['春灌开闸了渠水到了。', '春灌开闸了渠水到了。'])
  await Promise.all([one.stop(), other.stop()])
  const third = processOf()
  const back = await third.write('100000-lin', story)
  expect([back.text(), back.there.rows.length, back.there.hands.length > 0]).toEqual(['春灌开闸了渠水到了。', back.version(), true])
  await third.stop()
}, 60_000)

test('a commit counts once, a sealed text goes back to the desk, and no stranger gets in', async () => {
  const live = processOf()
  const story = await begin()
  const wei = await live.write('100000-wei', story)
  const commit = {
    clientId: wei.clientId,
    commitId: 1,
    baseVersion: 0,
    steps: [{ stepType: 'replace', from: 3, to: 3, slice: { content: [{ type: 'text', text: '新' }] } }],
  }
  await Promise.all([1, 2, 3].map(() => wei.talk.hear('commit', { story: story.id, commit })))
  expect((await desk.see('100000-wei', story.id)).headline).toBe('新春灌开闸')
  await desk.as('100000-lin').post(`/api/stories/${story.id}/seal`, { revision: 0 }).expect(409)
  await desk.as('100000-lin').post(`/api/stories/${story.id}/seal`, { revision: 1 }).expect(200)
  const lin = await live.write('100000-lin', await desk.see('100000-lin', story.id))
  await lin.type('再改')
  expect((await desk.see('100000-lin', story.id)).state).toBe('draft')
  const stranger = { story: story.id as StoryId, clientId: randomUUID(), version: null }
  expect(await codeOf(live.write('100100-editor', story))).toBe('editing/no-story')
  const ops = await live.write('100000-ops', story)
  expect(await codeOf(ops.type('偷'))).toBe('editing/not-allowed')
  expect(await codeOf(lin.talk.hear('commit', { story: story.id, commit: { ...commit, clientId: stranger.clientId } }))).toBe(
    'editing/commit-out-of-step',
  )
  expect(await codeOf(lin.talk.hear('join', { ...stranger, clientId: 'x' }))).toBe('runtime/bad-body')
  expect(
    await codeOf(lin.talk.hear('commit', { story: story.id, commit: { ...commit, clientId: lin.clientId, commitId: 9, baseVersion: 99 } })),
  ).toBe('editing/commit-out-of-step')
  await lin.talk.hear('hold', { story: story.id, block: 'p0', to: '100000-gao', note: '核一下数字' })
  const again = await live.write('100000-gao', story)
  expect(again.there.holds).toMatchObject([{ block: 'p0', person: '100000-gao', note: '核一下数字' }])
  await live.stop()
}, 60_000)
