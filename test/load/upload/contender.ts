import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { type IncomingMessage, request } from 'node:http'
import type { Clip } from './clip.ts'

export type Kind = 'plain' | 'careful' | 'sink' | 'ours'
/** A server under test: `rest` is its memory in MB before the first upload; of every upload its rate in MB/s, the highest memory in MB, CPU seconds per GB. */
export type Contender = {
  readonly origin: string
  readonly child: ChildProcess
  readonly rest: number
  readonly runs: { readonly rate: number; readonly peak: number; readonly cpu: number }[]
}

export async function startContender(kind: Kind, folder: string): Promise<Contender> {
  const child = fork(new URL('./server.ts', import.meta.url), [kind, folder])
  const [origin] = (await once(child, 'message')) as [string]
  return { origin, child, rest: residentMb(child.pid!), runs: [] }
}

export async function stopContender({ child }: Contender): Promise<void> {
  const gone = once(child, 'exit')
  if (child.spawnargs.includes('ours')) child.send('stop')
  else child.disconnect()
  await gone
}

/** Does one upload and notes what it took; gives its rate. */
export async function measured({ child, runs }: Contender, clip: Clip, work: () => Promise<unknown>): Promise<number> {
  const pid = child.pid!
  let peak = residentMb(pid)
  const look = setInterval(() => {
    peak = Math.max(peak, residentMb(pid))
  }, 20)
  const [begun, burnt] = [performance.now(), cpuSeconds(pid)]
  await work()
  const rate = clip.bytes / 1000 / (performance.now() - begun)
  clearInterval(look)
  runs.push({ rate, peak: Math.max(peak, residentMb(pid)), cpu: ((cpuSeconds(pid) - burnt) * 1e9) / clip.bytes })
  return rate
}

/** Sends a clip as the body of one request, as fast as it is taken; fails unless the answer is 204. */
export async function send(url: string, method: string, headers: Readonly<Record<string, string>>, clip: Clip): Promise<void> {
  const asked = request(url, { method, headers: { ...headers, 'content-length': clip.bytes } })
  const answered = once(asked, 'response') as Promise<[IncomingMessage]>
  for (const part of clip.parts()) if (!asked.write(part)) await once(asked, 'drain')
  asked.end()
  const [response] = await answered
  response.resume()
  if (response.statusCode !== 204) throw new Error(`${method} was answered ${response.statusCode}`)
}

function residentMb(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return (Number(kilobytes) * 1024) / 1e6
}

/** User and system time of all threads, to 10 ms; programs that it starts are not counted. */
function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}
