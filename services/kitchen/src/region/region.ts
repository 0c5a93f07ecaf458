import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type Part, readRegion, type Settings } from '@kitchen/runtime'
import type { CommandLine } from '../command-line.ts'
import { cookSamples } from '../cook/cook-samples.ts'
import { seconds } from '../cook/shown.ts'
import { findRunning, type Whereabouts } from '../running.ts'
import { type Engines, startEngines } from './engines.ts'
import { freeDoors } from './free-doors.ts'
import { type Kept, keepRunning } from './keep-running.ts'
import { membersOf } from './members.ts'
import { whoDidWhat } from './who-did-what.ts'

type Region = Part<Whereabouts & { readonly engines: Engines; readonly members: readonly Kept[] }>
const print = (line: string) => console.log(line)

/** `npm run region`: real engines, a process per target; cooks the samples, shows who did what, and keeps all running until it is told to stop. */
export async function runRegion(settings: Settings, { once, engines: wanted }: CommandLine): Promise<number> {
  const began = Number(process.env.KITCHEN_BEGAN ?? Date.now())
  const running = await findRunning(settings.KITCHEN_DATA)
  if (running)
    throw new Error(
      `这个数据目录上的厨房已经在运行 a kitchen already runs on this data folder: ${running.workspace}（进程 process ${running.pid}）`,
    )
  const asked = new Promise<'stopped'>((done) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => done('stopped'))
  })
  const region = await startRegion(settings, wanted, asked)
  if (region === 'stopped') return 0
  const { workspace, published, members, engines } = region.value
  print(`中央厨房已启动 the kitchen is open: ${seconds(Date.now() - began)}，${members.length} 个进程 processes`)
  print(`  工作台 workspace  ${workspace}\n  发布 published    ${published}/sites/${readRegion(settings.KITCHEN_REGION).root}/`)
  const code = await Promise.race([cookSamples(settings, region.value, once), asked])
  if (code !== 'stopped') for (const line of await whoDidWhat(engines.DATABASE_URL, members)) print(line)
  if (!once && code !== 'stopped') {
    print('Ctrl-C 停止 stops')
    await asked
  }
  print('正在停止 stopping …')
  await region.stop()
  return code === 'stopped' ? 0 : code
}

/** Engines, then processes, then the wait until the front door says that all parts are ready. What was started is stopped again when that fails. */
async function startRegion(settings: Settings, wanted: readonly string[], asked: Promise<'stopped'>): Promise<Region | 'stopped'> {
  rmSync(join(settings.KITCHEN_DATA, 'kitchen.json'), { force: true })
  const engines = await startEngines({ data: settings.KITCHEN_DATA, wanted, said: print })
  const doors = await freeDoors(settings)
  const kept = membersOf(settings, engines.value, doors).map((wanted) => keepRunning(wanted, print))
  const stop = async () => {
    const [door, ...others] = kept.toReversed()
    await door?.stop()
    await Promise.all(others.map((one) => one.stop()))
    await engines.stop()
  }
  const where = await Promise.race([whenReady(`http://localhost:${doors.workspace}`, kept), asked]).catch(async (error: unknown) => {
    await stop()
    throw error
  })
  if (where !== 'stopped')
    return {
      value: {
        pid: process.pid,
        workspace: `http://localhost:${doors.workspace}`,
        published: `http://localhost:${doors.published}`,
        engines: engines.value,
        members: kept,
      },
      stop,
    }
  await stop()
  return 'stopped'
}

/** Throws with the names of those that keep ending, or after three minutes. */
async function whenReady(workspace: string, kept: readonly Kept[]): Promise<'ready'> {
  for (const end = Date.now() + 180_000; Date.now() < end; await delay(250)) {
    const flapping = kept.filter((one) => one.flaps()).map(({ name }) => name)
    if (flapping.length > 0) throw new Error(`起不来 these keep ending: ${flapping.join(', ')}　见 see logs/<name>.out`)
    const answer = await fetch(`${workspace}/ready`, { signal: AbortSignal.timeout(3000) }).catch(() => undefined)
    if (answer?.ok) return 'ready'
  }
  throw new Error('三分钟内没有全部就绪 not all parts were ready within three minutes: logs/*.out')
}
