import { type ChildProcess, spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { availableParallelism, getPriority, setPriority } from 'node:os'
import { delimiter, join } from 'node:path'
import { ourLimits } from './our-limits.ts'

/** How far ffmpeg has come. */
export type Progress = { readonly outTimeMs: number }
export type RunOptions = {
  readonly timeoutMs: number
  /** Given: the program prints ffmpeg's `-progress` lines on its output, which are then parsed instead of kept. */
  readonly onProgress?: (progress: Progress) => void
  readonly signal?: AbortSignal | undefined
  readonly cwd?: string
  /** 0 is normal, 19 the most patient. */
  readonly niceness?: number
  /** Memory of the program, in bytes; 8 GB unless told. */
  readonly memoryBytes?: number
  /** Processor time of the program: unlike the clock it does not run faster where others keep the machine busy. Over it: why `timeout`. */
  readonly cpuSeconds?: number
}
export type Ran = { readonly stdout: string; readonly stderr: string }

/** A subprocess that ended otherwise than well. `why` says which way; `stderr` is the last 16 kB of what it said. */
export class ProcessFailure extends Error {
  readonly why: 'missing' | 'failed' | 'timeout' | 'stopped'
  readonly stderr: string
  constructor(why: ProcessFailure['why'], command: string, stderr: string, cause?: unknown) {
    super(`${command} ${why}: ${stderr.trim().split('\n').at(-1) ?? ''}`, { cause })
    this.name = 'ProcessFailure'
    this.why = why
    this.stderr = stderr
  }
}

const grace = 2000
const keepErrors = 16_384
const keepOutput = 8 * 1024 * 1024

/**
 * The one runner of subprocesses: no shell, no standard input, a small environment, a group of its own that is ended with SIGTERM and
 * then SIGKILL on time-out or abort, and that dies with this process. Output is bounded. Rejects with a ProcessFailure alone.
 */
export async function run(command: string, args: readonly string[], options: RunOptions): Promise<Ran> {
  if (options.signal?.aborted) throw new ProcessFailure('stopped', command, '')
  const [program, ...rest] = wrapped(command, args, options)
  const child = spawn(program!, rest, { cwd: options.cwd, env: environment(), detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  if (child.pid !== undefined && options.niceness) becomeNice(child.pid, options.niceness)
  const heard = listen(child, options.onProgress)
  const ending = endings(child, options)
  const [code, signal, trouble] = await closed(child)
  const why = ending.done()
  const ran = heard()
  if (why !== undefined) throw new ProcessFailure(why, command, ran.stderr)
  if (code === 0) return ran
  if (signal === 'SIGXCPU') throw new ProcessFailure('timeout', command, ran.stderr)
  const missing = code === 127 || (trouble !== undefined && 'code' in trouble && trouble.code === 'ENOENT')
  throw new ProcessFailure(missing ? 'missing' : 'failed', command, ran.stderr || String(signal ?? code), trouble)
}

/** Never less patient than we are: an ordinary user may not take niceness back. One that has ended already needs none. */
function becomeNice(pid: number, niceness: number): void {
  try {
    setPriority(pid, Math.max(niceness, getPriority()))
  } catch {
    // it is a courtesy to others, never worth a failure
  }
}

const wrappers = new Map<string, boolean>()
function onPath(name: string): boolean {
  const known = wrappers.get(name)
  if (known !== undefined) return known
  const found = (process.env.PATH ?? '').split(delimiter).some((folder) => executable(join(folder, name)))
  wrappers.set(name, found)
  return found
}

function executable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/**
 * The same program with a bound of memory and, if given, of processor time, by prlimit (util-linux); as it is where that is missing. Never more than
 * this process itself may have: an ordinary user may not raise a hard limit.
 */
export function bounded(
  command: string,
  args: readonly string[],
  { memoryBytes, seconds }: { readonly memoryBytes: number; readonly seconds?: number },
): [program: string, args: string[]] {
  if (!onPath('prlimit')) return [command, [...args]]
  const most = ourLimits()
  const [soft, hard] = [Math.min(seconds ?? 0, most.cpuSeconds), Math.min((seconds ?? 0) + 2, most.cpuSeconds)]
  const time = seconds === undefined ? [] : [`--cpu=${soft}:${hard}`]
  return ['prlimit', [`--data=${Math.min(memoryBytes, most.dataBytes)}`, ...time, '--core=0', '--', command, ...args]]
}

/**
 * setpriv (util-linux) ties the child's life to ours even when we are killed, and leaves a root no right but to read;
 * prlimit bounds its memory and processor time. Both are left out where missing.
 */
function wrapped(command: string, args: readonly string[], { memoryBytes = most, timeoutMs, cpuSeconds }: RunOptions): string[] {
  const powerless = process.getuid?.() === 0 ? ['--bounding-set', '-all,+dac_read_search', '--inh-caps', '-all'] : []
  const tied = onPath('setpriv') ? ['setpriv', '--pdeathsig', 'KILL', '--no-new-privs', ...powerless, '--', ...orphaned] : []
  const seconds = cpuSeconds ?? Math.ceil((timeoutMs / 1000) * availableParallelism()) + 1
  const [program, rest] = bounded(command, args, { memoryBytes, seconds })
  return [...tied, program, ...rest]
}
const most = 8 * 1024 ** 3
/** We may have been killed before the child was tied: then it ends here. */
const orphaned = ['sh', '-c', `[ "$PPID" = "$0" ] && exec "$@"`, String(process.pid)]

function environment(): NodeJS.ProcessEnv {
  const { PATH, HOME, FONTCONFIG_FILE, LD_LIBRARY_PATH } = process.env
  return {
    LANG: 'C.UTF-8',
    ...(PATH && { PATH }),
    ...(HOME && { HOME }),
    ...(FONTCONFIG_FILE && { FONTCONFIG_FILE }),
    ...(LD_LIBRARY_PATH && { LD_LIBRARY_PATH }),
  }
}

function listen(child: ChildProcess, onProgress: RunOptions['onProgress']): () => Ran {
  let [stdout, stderr] = ['', '']
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-keepErrors)
  })
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    if (onProgress) stdout = progressIn(stdout + text, onProgress)
    else stdout = (stdout + text).slice(0, keepOutput)
  })
  return () => ({ stdout, stderr })
}

/** `out_time_us` is missing before the first frame, and `out_time_ms` holds microseconds too (an old mistake of ffmpeg kept for ever). */
function progressIn(text: string, onProgress: (progress: Progress) => void): string {
  const lines = text.split('\n')
  for (const line of lines.slice(0, -1)) {
    const microseconds = /^out_time_ms=(\d+)/.exec(line)?.[1]
    if (microseconds !== undefined) onProgress({ outTimeMs: Number(microseconds) / 1000 })
  }
  return lines.at(-1)!.slice(0, keepErrors)
}

function endings(child: ChildProcess, { timeoutMs, signal }: RunOptions) {
  let why: 'timeout' | 'stopped' | undefined
  let hurry: NodeJS.Timeout | undefined
  const end = (reason: 'timeout' | 'stopped') => {
    why ??= reason
    killGroup(child, 'SIGTERM')
    hurry ??= setTimeout(() => killGroup(child, 'SIGKILL'), grace)
  }
  const clock = setTimeout(() => end('timeout'), timeoutMs)
  const abort = () => end('stopped')
  signal?.addEventListener('abort', abort, { once: true })
  const done = () => {
    clearTimeout(clock)
    clearTimeout(hurry)
    signal?.removeEventListener('abort', abort)
    return why
  }
  return { done }
}

function killGroup({ pid }: ChildProcess, name: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, name)
  } catch {
    // gone by itself
  }
}

function closed(child: ChildProcess): Promise<[number | null, NodeJS.Signals | null, Error | undefined]> {
  return new Promise((resolve) => {
    child.once('error', (trouble) => resolve([null, null, trouble]))
    child.once('close', (code, signal) => resolve([code, signal, undefined]))
  })
}
