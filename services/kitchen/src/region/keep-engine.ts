import { setTimeout as delay } from 'node:timers/promises'
import type { Part } from '@kitchen/runtime'

/** A running engine: what others have to know of it, why it went although nobody asked (since its last start), and how it comes back, at the same address. */
export type Engine<Says> = {
  readonly says: Says
  readonly ended: () => Promise<string>
  readonly again: () => Promise<void>
  readonly stop: () => Promise<void>
}

/** Before a start again, in milliseconds: doubling from the first to the longest while it fails. */
const [firstRest, longestRest] = [300, 10_000]

/**
 * Keeps an engine running: one that goes comes back on its data and at its address, and every end and every failed start is told.
 *
 *   running ──ends──▶ resting ──▶ starting ──▶ running        stop: ─▶ stopped
 *                        ▲────fails────┘
 */
export function keepEngine<Says>(name: string, engine: Engine<Says>, said: (line: string) => void): Part<Says> {
  const stopped = new AbortController()
  const asked = new Promise<undefined>((resolve) => stopped.signal.addEventListener('abort', () => resolve(undefined)))
  const keeping = keep(name, engine, said, asked, stopped.signal)
  const stop = async () => {
    stopped.abort()
    await keeping
    await engine.stop()
  }
  return { value: engine.says, stop }
}

async function keep<Says>(
  name: string,
  engine: Engine<Says>,
  said: (line: string) => void,
  asked: Promise<undefined>,
  stopped: AbortSignal,
): Promise<void> {
  while (!stopped.aborted) {
    const reason = await Promise.race([engine.ended(), asked])
    if (reason === undefined) return
    said(`  ▲ ${name} 意外结束，重新启动 ended by itself, starting it again: ${reason}`)
    if (await bringBack(name, engine, said, stopped)) said(`  ${name} 已恢复 is back`)
  }
}

/** True once it serves; false when it is not wanted any more. */
async function bringBack<Says>(name: string, engine: Engine<Says>, said: (line: string) => void, stopped: AbortSignal): Promise<boolean> {
  for (let rest = firstRest; ; rest = Math.min(longestRest, rest * 2)) {
    await delay(rest, undefined, { signal: stopped }).catch(() => {})
    if (stopped.aborted) return false
    try {
      await engine.again()
      return true
    } catch (trouble) {
      said(`  ✕ ${name} 没能启动，仍在重试 does not start, trying again: ${trouble instanceof Error ? trouble.message : String(trouble)}`)
    }
  }
}
