import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { bounded } from '@kitchen/media'
import type { Logger } from '@kitchen/runtime'
import type { InkProfile } from './ink-profile.ts'

type Files = { readonly [name: string]: unknown }
/** What the child process can be told. Files are put in first and stay. */
export type Order =
  | { readonly kind: 'ask'; readonly files: Files; readonly source: string; readonly labels: readonly string[] }
  | {
      readonly kind: 'print'
      readonly files: Files
      readonly source: string
      readonly imprint: { readonly title: string; readonly at: number }
      readonly profile: InkProfile
    }
export type Answer = { readonly value: unknown } | { readonly problem: string }

/** A warm typesetting process. It starts with the first order, is killed when an order takes too long, and starts anew with the next. */
export type Compositor = {
  /** The values of the labels, in their order, after setting the source. */
  readonly ask: (files: Files, source: string, labels: readonly string[]) => Promise<unknown[][]>
  /** The finished PDF of the source. */
  readonly print: (files: Files, source: string, imprint: { title: string; at: number }, profile: InkProfile) => Promise<Buffer>
  /** How many processes there have been: files put into an earlier one are gone. */
  readonly births: () => number
  readonly stop: () => Promise<void>
}

/** `folder`: where the process runs. */
export type CompositorNeeds = { readonly logger: Logger; readonly folder: string; readonly patience?: number }

/** Rejects an order with an Error when the process says no, dies or is silent for `patience` milliseconds. */
export function createCompositor({ logger, folder, patience = 30_000 }: CompositorNeeds): Compositor {
  let worker: Worker | undefined
  let births = 0
  const tell = async (order: Order): Promise<unknown> => {
    if (!worker) {
      births++
      worker = startWorker({ logger, folder, patience }, () => {
        worker = undefined
      })
    }
    return await worker.tell(order)
  }
  return {
    ask: async (files, source, labels) => (await tell({ kind: 'ask', files, source, labels })) as unknown[][],
    print: async (files, source, imprint, profile) =>
      Buffer.from((await tell({ kind: 'print', files, source, imprint, profile })) as Uint8Array),
    births: () => births,
    stop: async () => await worker?.stop(),
  }
}

/** Of the typesetting process: far above what a page full of pictures takes. */
const memoryBytes = 4 * 1024 ** 3

type Worker = { readonly tell: (order: Order) => Promise<unknown>; readonly stop: () => Promise<void> }
type Waiting = { readonly take: (answer: Answer) => void }

function startWorker({ logger, folder, patience }: Required<CompositorNeeds>, gone: () => void): Worker {
  const [execPath, execArgv] = bounded(process.execPath, ['--disable-warning=ExperimentalWarning'], { memoryBytes })
  const child = fork(fileURLToPath(new URL('./compositor-process.ts', import.meta.url)), {
    cwd: folder,
    serialization: 'advanced',
    execPath,
    execArgv,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  const waiting = new Map<number, Waiting>()
  let [last, words] = [0, '']
  child.stderr?.on('data', (bytes) => {
    words = (words + String(bytes)).slice(-2000)
  })
  child.on('message', ({ id, ...answer }: Answer & { id: number }) => waiting.get(id)?.take(answer))
  child.on('error', (error) => {
    words += error.message
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  void ended.then(() => {
    gone()
    for (const one of [...waiting.values()])
      one.take({ problem: `the typesetting process ended: ${words.trim().split('\n').at(-1) ?? ''}` })
    if (words !== '') logger.warn({ part: 'print', words }, 'typesetting process ended')
  })
  return { tell: (order) => tellChild(child, { waiting, patience, id: ++last }, order), stop: () => stopChild(child, ended) }
}

function tellChild(
  child: ChildProcess,
  { waiting, patience, id }: { waiting: Map<number, Waiting>; patience: number; id: number },
  order: Order,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), patience)
    const take = (answer: Answer) => {
      clearTimeout(timer)
      waiting.delete(id)
      if ('problem' in answer) reject(new Error(answer.problem))
      else resolve(answer.value)
    }
    waiting.set(id, { take })
    child.send({ id, ...order }, (error) => error && take({ problem: error.message }))
  })
}

async function stopChild(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.connected) child.disconnect()
  const timer = setTimeout(() => child.kill('SIGKILL'), 2_000)
  await ended
  clearTimeout(timer)
}
