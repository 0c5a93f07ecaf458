import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Database, Part } from '@kitchen/database'
import { type BackOff, backOff } from './back-off.ts'
import type { Bell } from './bell.ts'
import type { Complain } from './complain.ts'
import { beat, leave, openGroup } from './lease.ts'
import type { Deliver, Group } from './log.ts'
import { advance, type Entry, fetch, isWanted } from './records.ts'

/** One member: where it reads, whom it delivers to, what wakes it. After `patience` milliseconds of silence it counts as dead. */
export type MemberNeeds = {
  readonly database: Database
  readonly group: Group
  readonly deliver: Deliver
  readonly bell: Bell
  readonly complain: Complain
  readonly patience: number
}
type Member = MemberNeeds & { readonly name: string; readonly stopped: AbortSignal; readonly rests: BackOff }

/** Joins a group and delivers what its leases bring, until `stop`, which ends after the batch at work. */
export async function joinGroup(needs: MemberNeeds): Promise<Part<undefined>> {
  const stopped = new AbortController()
  const member: Member = { ...needs, name: randomUUID(), stopped: stopped.signal, rests: backOff() }
  await openGroup(needs.database, needs.group)
  await beat(needs.database, needs.group.consumer, member.name, needs.patience)
  const running = Promise.all([keepBeating(member), keepReading(member)])
  const stop = async () => {
    stopped.abort()
    needs.bell.ring()
    await running
    await leave(needs.database, needs.group.consumer, member.name).catch(() => {}) // silence does the same, later
  }
  return { value: undefined, stop }
}

/** On its own clock: a slow delivery does not cost the leases, a stalled process does. */
async function keepBeating({ database, group, name, bell, complain, stopped, patience }: Member): Promise<void> {
  while (!stopped.aborted) {
    await delay(Math.min(1000, patience / 4), undefined, { signal: stopped }).catch(() => {})
    if (stopped.aborted) return
    await beat(database, group.consumer, name, patience).catch((trouble) => complain(trouble, `${group.consumer} did not renew its leases`))
    bell.ring()
  }
}

async function keepReading(member: Member): Promise<void> {
  const { bell, complain, group, stopped, rests } = member
  while (!stopped.aborted) {
    bell.clear()
    try {
      if (!(await round(member))) await bell.heard(rests.nextIn(2000))
    } catch (trouble) {
      complain(trouble, `${group.consumer} could not read`)
      await delay(500, undefined, { signal: stopped }).catch(() => {})
    }
  }
}

/**
 * What waits in all its partitions is delivered at once; after trouble each partition by itself, so that only the bad ones stay, and
 * rest. False when nothing waits.
 */
async function round(member: Member): Promise<boolean> {
  const entries = await fetch(member.database, member.group, member.name, member.rests.resting())
  if (entries.length === 0) return false
  if (await attempt(member, entries)) return true
  const slices = Map.groupBy(entries, (entry) => entry.partition)
  for (const [partition, slice] of slices) if (slices.size === 1 || !(await attempt(member, slice))) member.rests.failed(partition)
  return true
}

async function attempt(member: Member, entries: readonly Entry[]): Promise<boolean> {
  const wanted = entries.filter(isWanted)
  try {
    if (wanted.length > 0) await member.deliver(wanted)
  } catch (trouble) {
    member.complain(trouble, `${member.group.consumer} tries again`)
    return false
  }
  await advance(member.database, member.group, member.name, entries)
  for (const { partition } of entries) member.rests.succeeded(partition)
  return true
}
