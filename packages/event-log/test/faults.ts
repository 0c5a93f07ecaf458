import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Event } from '@kitchen/events'
import type { EventLog } from '../src/index.ts'

/** A log that leaves out what the test says. */
export function lossy(log: EventLog, drops: (event: Event) => boolean): EventLog {
  const kept = (events: readonly Event[]) => events.filter((event) => !drops(event))
  return { ...log, consume: (group, deliver) => log.consume(group, (events) => deliver(kept(events))) }
}

/** A member in a process of its own, which takes a batch, says so, and waits a moment before it applies it: there it can be stopped. */
export type Stalling = {
  /** Ends when it holds a batch. */
  readonly holds: () => Promise<void>
  readonly stop: () => void
  readonly goOn: () => void
  /** Ends when it has been through with what it held. */
  readonly delivered: () => Promise<void>
  readonly end: () => Promise<void>
}

export async function startStalling(needs: { url: string; module: URL; consumer: string }): Promise<Stalling> {
  const program = fileURLToPath(new URL('./stalling-member.ts', import.meta.url))
  const child = spawn(process.execPath, [program, needs.url, needs.module.href, needs.consumer], { stdio: ['ignore', 'pipe', 'inherit'] })
  const says = hearing(createInterface({ input: child.stdout! }))
  await says('joined')
  const end = async () => {
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  return {
    holds: () => says('holds'),
    stop: () => child.kill('SIGSTOP'),
    goOn: () => child.kill('SIGCONT'),
    delivered: () => says('done'),
    end,
  }
}

/** Ends once a line was said, also when it was said before. */
function hearing(lines: ReturnType<typeof createInterface>): (line: string) => Promise<void> {
  const heard = new Set<string>()
  const waiting = new Map<string, () => void>()
  lines.on('line', (line) => {
    heard.add(line)
    waiting.get(line)?.()
  })
  return (line) => new Promise((resolve) => (heard.has(line) ? resolve() : waiting.set(line, resolve)))
}
