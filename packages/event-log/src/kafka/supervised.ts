import { setTimeout as delay } from 'node:timers/promises'
import type { Part } from '@kitchen/database'
import { causeOf } from './address.ts'
import { recordsBehind } from './group.ts'
import { joinGroup, type Member, type MemberNeeds } from './member.ts'

/** `silence`: after so many milliseconds without a word from Kafka, while there is something to read, a member is replaced. */
export type WatchNeeds = MemberNeeds & { readonly silence?: number }
/** How often a member had to be replaced. */
export type Watched = { readonly replaced: () => number }

/**
 * Keeps one member of a group alive. A member of the library may die for good, of a refused commit for instance, or fall silent: then
 * another takes its place, at once the first time, then after 0.5 s, doubling to 30 s.
 *
 *   joined ──crashed, silent──▶ replaced ──back-off──▶ joined
 */
export async function watchMember(needs: WatchNeeds): Promise<Part<Watched>> {
  const stopped = new AbortController()
  const state = { member: await joinGroup(needs), replaced: 0 }
  const running = keepWatching(needs, state, stopped.signal)
  const stop = async () => {
    stopped.abort()
    await running
    await state.member.leave().catch(() => {}) // silence does the same, later
  }
  return { value: { replaced: () => state.replaced }, stop }
}

async function keepWatching(needs: WatchNeeds, state: { member: Member; replaced: number }, stopped: AbortSignal): Promise<void> {
  for (let failures = 0; ; ) {
    const began = performance.now()
    const trouble = await untilLost(needs, state.member, stopped)
    if (stopped.aborted) return
    failures = performance.now() - began > 60_000 ? 0 : failures + 1
    needs.complain(causeOf(trouble), `${needs.groupId} is replaced`)
    await state.member.leave(1000).catch(() => {}) // one that is silent may not end at all
    await pause(failures === 0 ? 0 : Math.min(30_000, 250 * 2 ** failures), stopped)
    state.member = await rejoined(needs, state.member, stopped)
    state.replaced++
  }
}

/** The new member; the old, dead one when joining failed, so that it is tried again. */
async function rejoined(needs: WatchNeeds, before: Member, stopped: AbortSignal): Promise<Member> {
  if (stopped.aborted) return before
  return joinGroup({ ...needs, beginning: undefined }).catch((trouble: unknown) => ({ ...before, crashed: Promise.resolve(trouble) }))
}

/** What the member was lost of: its own end, or silence while records wait. */
async function untilLost(needs: WatchNeeds, member: Member, stopped: AbortSignal): Promise<unknown> {
  const { silence = 30_000 } = needs
  for (;;) {
    const lost = await Promise.race([member.crashed.then((trouble) => ({ trouble })), pause(silence / 6, stopped)])
    if (lost !== undefined) return lost.trouble
    if (stopped.aborted) return undefined
    if (await isSilent(needs, member, silence)) return new Error(`no word from Kafka for ${silence} ms`)
  }
}

async function isSilent({ kafka, groupId, topics, rests }: WatchNeeds, member: Member, silence: number): Promise<boolean> {
  if (!member.holds() || member.busy() || rests.resting().length > 0 || performance.now() - member.heard() < silence) return false
  return (await recordsBehind(kafka, groupId, topics).catch(() => 0)) > 0
}

const pause = (milliseconds: number, stopped: AbortSignal): Promise<undefined> =>
  delay(milliseconds, undefined, { signal: stopped, ref: false }).catch(() => undefined)
