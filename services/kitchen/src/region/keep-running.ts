import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'

/** A process that is wanted for as long as its keeper runs. `log`: where all that it says goes. */
export type Wanted = {
  readonly name: string
  readonly command: readonly string[]
  readonly environment: NodeJS.ProcessEnv
  readonly log: string
}
/** `restarts`: how often it was brought back; `flaps`: it ends again and again. */
export type Kept = {
  readonly name: string
  readonly pid: () => number | undefined
  readonly restarts: () => number
  readonly flaps: () => boolean
  /** Asks it to end and waits; after the patience it is killed. It does not come back. */
  readonly stop: () => Promise<void>
}
type State = { child: ChildProcess | undefined; ends: number[]; restarts: number; stopping: boolean; timer: NodeJS.Timeout | undefined }

/** It flaps when it has ended so often within the time. In milliseconds, as the longest rest and the patience at the end. */
const [often, within, longestRest, patience] = [5, 60_000, 10_000, 15_000]

/**
 * Keeps a process running: one that ends without having been asked comes back, after a rest that doubles with each end of the last minute.
 *
 *   running ──ends──▶ resting ──▶ running        stop: ─▶ asked (SIGTERM) ──▶ gone, or killed after 15 s
 *
 * It lies in a session of its own, so that Ctrl-C in a terminal reaches its keeper alone, and the kernel ends it when its keeper is killed.
 */
export function keepRunning(wanted: Wanted, said: (line: string) => void): Kept {
  const state: State = { child: undefined, ends: [], restarts: 0, stopping: false, timer: undefined }
  begin(wanted, state, said)
  return {
    name: wanted.name,
    pid: () => state.child?.pid,
    restarts: () => state.restarts,
    flaps: () => recent(state).length >= often,
    stop: () => end(state),
  }
}

function begin(wanted: Wanted, state: State, said: (line: string) => void): void {
  const child = spawnIn(wanted)
  state.child = child
  child.once('exit', (code, signal) => {
    state.child = undefined
    if (state.stopping) return
    state.ends.push(Date.now())
    const rest = restAfter(recent(state).length)
    said(toldEnd(wanted, code, signal, recent(state).length))
    state.timer = setTimeout(() => {
      state.restarts++
      begin(wanted, state, said)
    }, rest)
  })
}

function spawnIn({ command, environment, log }: Wanted): ChildProcess {
  mkdirSync(dirname(log), { recursive: true })
  const out = openSync(log, 'a')
  const child = spawn('setpriv', ['--pdeathsig', 'TERM', ...command], { env: environment, detached: true, stdio: ['ignore', out, out] })
  closeSync(out)
  return child.on('error', () => {})
}

const recent = ({ ends }: State): number[] => ends.filter((at) => Date.now() - at < within)

/** 0.2 s after a first end, doubling to 10 s. */
export const restAfter = (ends: number): number => Math.min(longestRest, 200 * 2 ** Math.max(0, ends - 1))

function toldEnd({ name, log }: Wanted, code: number | null, signal: NodeJS.Signals | null, ends: number): string {
  const how = signal ?? `code ${code}`
  if (ends < often) return `  ▲ ${name} 意外结束，重新启动 ended (${how}), starting it again`
  return `  ✕ ${name} 一分钟内结束了 ${ends} 次，仍在重试；原因见 keeps ending (${how}, ${ends} times in a minute), see ${log}`
}

async function end(state: State): Promise<void> {
  state.stopping = true
  clearTimeout(state.timer)
  const { child } = state
  if (!child || child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  const hurry = setTimeout(() => child.kill('SIGKILL'), patience)
  await gone.finally(() => clearTimeout(hurry))
}
