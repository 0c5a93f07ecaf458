import {
  type BlockHold,
  joined,
  type LastHand,
  type LivePerson,
  type LiveRow,
  liveHolds,
  livePeople,
  liveRows,
  problem,
} from '@kitchen/api'
import { parseDocument } from '@kitchen/document'
import { type Apply, adopt, forget, hear, type Kept, keptOf, launch, liveOf, relaunch, withdraw } from '@kitchen/document/client'
import type { Bilingual } from '@kitchen/model'
import type { EditorState } from 'prosemirror-state'
import { z } from 'zod'

/** No answer came: the link is down, or slow. */
export class NoAnswer extends Error {}
/** The way to the kitchen. `ask` rejects with `NoAnswer`. */
export type Wire = { readonly ask: (event: string, message: object) => Promise<unknown> }
/** What others did while this editor was away: their commits, oldest first. */
export type Meanwhile = readonly LiveRow[]
/**
 *   opening ──joined──▶ live ──cut──▶ away ──joined──▶ live
 *      ╰───────────────────── refused: why; what is here stays here ◀───────────╯
 */
export type Link = 'opening' | 'live' | 'away' | 'refused'
export type News = {
  readonly link: (link: Link) => void
  readonly people: (people: readonly LivePerson[]) => void
  readonly hands: (hands: readonly LastHand[]) => void
  readonly holds: (holds: readonly BlockHold[]) => void
  readonly meanwhile: (rows: Meanwhile) => void
  /** A text whose last change is not in the story. */
  readonly aside: (document: unknown) => void
  /** Why what was written was not taken. */
  readonly refused: (why: { says: Bilingual; next: Bilingual }) => void
}
type Needs = {
  readonly story: string
  readonly state: () => EditorState
  readonly apply: Apply
  readonly isComposing: () => boolean
  readonly wire: Wire
  /** Keeps in this browser what the kitchen has not confirmed; null forgets it. A commit is sent once it is kept: else it could come back as another. */
  readonly keep: (kept: Kept | null) => Promise<void>
  readonly news: News
}
export type Session = {
  readonly connected: () => void
  readonly cut: () => void
  readonly heard: (event: string, message: unknown) => void
  /** The person has changed the text. */
  readonly changed: () => void
  /** An input method has ended: what waited for it comes in. */
  readonly settled: () => void
  readonly here: (at: { anchor: number; head: number } | null) => void
  /** Whether all is confirmed, now or within the time. */
  readonly flush: (milliseconds: number) => Promise<boolean>
  readonly close: () => void
}

const answer = z.discriminatedUnion('ok', [z.looseObject({ ok: z.literal(true) }), z.object({ ok: z.literal(false), problem })])
/** The stream must show a commit within this time of its answer; else rows were lost on the way. */
const lateMs = 4_000
/** After no answer at all. */
const againMs = 3_000

/** One open editor's talk with the kitchen. Knows no socket and no screen. */
export function openSession({ story, state, apply, isComposing, wire, keep, news }: Needs): Session {
  const { clientId } = liveOf(state())
  let link: Link = 'opening'
  let closed = false
  let joining = false
  let sending = false
  let held: LiveRow[] = []
  /** What came while the link seemed dead: a cut is noticed late, and a stalled link says all at once. */
  let meantime: LiveRow[] = []
  const waiters: (() => void)[] = []

  const become = (next: Link) => {
    if (link !== next) news.link(next)
    link = next
  }
  const take = (rows: readonly LiveRow[]) => {
    if (isComposing()) {
      held.push(...rows)
      return
    }
    if (link === 'away') meantime.push(...rows)
    const { gap } = hear(state(), rows, apply)
    news.hands(rows.flatMap(({ blocks, person, name, at }) => blocks.map((block) => ({ block, person, name, at }))))
    if (gap) void join()
    settleUp()
  }
  /** After anything that may have confirmed or changed something. */
  const settleUp = () => {
    const { pending } = liveOf(state())
    void keep(pending.length > 0 ? keptOf(state()) : null)
    if (pending.length === 0) for (const done of waiters.splice(0)) done()
    submit()
  }
  const join = async (): Promise<void> => {
    if (joining || closed || link === 'refused') return
    joining = true
    const was = link
    const { version } = liveOf(state())
    try {
      const said = answer.parse(await wire.ask('join', { story, clientId, version }))
      if (!said.ok) return refuse(said.problem)
      const there = joined.parse(said)
      if (there.lastCommitId >= liveOf(state()).nextId) letGo(there.lastCommitId)
      become('live')
      news.people(there.people)
      news.hands(there.hands)
      news.holds(there.holds)
      if (was === 'away') {
        const missed = there.rows.filter((row) => row.version > version)
        news.meanwhile([...meantime, ...missed].filter((row) => row.clientId !== clientId))
        meantime = []
      }
      if (there.document) takeWhole(there.document, there.version, there.lastCommitId)
      else take(there.rows)
    } catch (error) {
      if (!(error instanceof NoAnswer)) console.error('the story was not joined', error)
      become('away')
      setTimeout(() => void join(), againMs)
    } finally {
      joining = false
    }
    submit()
  }
  /** This browser lost what it had kept last: what it still has may be in the story already, and is set aside instead of being sent again. */
  const letGo = (lastCommitId: number) => {
    news.aside(state().doc.toJSON())
    apply(forget(state(), lastCommitId))
  }
  const takeWhole = (document: unknown, version: number, lastCommitId: number) => {
    if (version < liveOf(state()).version) return
    apply(adopt(state(), { doc: parseDocument(document), version, lastCommitId }))
    settleUp()
  }
  const submit = () => {
    if (link !== 'live' || joining || sending || isComposing()) return
    const tr = launch(state())
    if (tr) apply(tr)
    const { flight } = liveOf(state())
    if (!flight) return
    sending = true
    void keep(keptOf(state()))
      .then(() => wire.ask('commit', { story, commit: flight }))
      .then(
        (said) => answered(flight.commitId, said),
        () => {
          sending = false
          if (link !== 'live') return
          become('away')
          void join()
        },
      )
  }
  const answered = (commitId: number, raw: unknown) => {
    sending = false
    const said = answer.safeParse(raw)
    const isOpen = () => liveOf(state()).flight?.commitId === commitId
    if (said.success && said.data.ok) {
      if (isOpen()) setTimeout(() => isOpen() && link === 'live' && void join(), lateMs)
      else submit()
      return
    }
    if (!isOpen()) return submit()
    if (said.success && !said.data.ok) return failed(said.data.problem)
    setTimeout(submit, 1_000)
  }
  const failed = (why: z.infer<typeof problem>) => {
    switch (why.code) {
      case 'editing/commit-out-of-step':
        return void join()
      case 'editing/commit-too-old':
        apply(relaunch(state()))
        return void join()
      case 'runtime/too-fast':
      case 'runtime/bug':
        return void setTimeout(submit, 1_000)
      case 'runtime/not-signed-in':
        return refuse(why)
      default: {
        news.aside(state().doc.toJSON())
        news.refused(why)
        apply(withdraw(state()))
        settleUp()
      }
    }
  }
  /** What is here stays here: the browser keeps it. */
  const refuse = (why: z.infer<typeof problem>) => {
    become('refused')
    news.refused(why)
  }
  const settled = () => {
    if (isComposing()) return
    const rows = held
    held = []
    if (rows.length > 0) take(rows)
    else settleUp()
  }

  return {
    connected: () => void join(),
    cut: () => {
      sending = false
      if (link === 'live') become('away')
    },
    heard: (event, message) => {
      if (event === 'rows') {
        const said = liveRows.safeParse(message)
        if (said.success && said.data.story === story) take(said.data.rows)
      } else if (event === 'people') {
        const said = livePeople.safeParse(message)
        if (said.success && said.data.story === story) news.people(said.data.people)
      } else if (event === 'holds') {
        const said = liveHolds.safeParse(message)
        if (said.success && said.data.story === story) news.holds(said.data.holds)
      }
    },
    changed: settleUp,
    settled,
    here: (at) => {
      if (link !== 'live') return
      const { pending, version } = liveOf(state())
      const back = (pos: number) => pending.toReversed().reduce((place, { inverse }) => inverse.getMap().map(place), pos)
      const cursor = at && { anchor: back(at.anchor), head: back(at.head), version }
      wire.ask('here', { story, clientId, cursor }).catch(() => {})
    },
    close: () => {
      closed = true
    },
    flush: (milliseconds) =>
      new Promise((resolve) => {
        if (liveOf(state()).pending.length === 0) return resolve(true)
        const timer = setTimeout(() => resolve(liveOf(state()).pending.length === 0), milliseconds)
        waiters.push(() => {
          clearTimeout(timer)
          resolve(true)
        })
        submit()
      }),
  }
}
