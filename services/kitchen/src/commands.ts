import { existsSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { systemView } from '@kitchen/api'
import { type Part, readRegion, type Settings } from '@kitchen/runtime'
import { rebuildFigure } from '@kitchen/search'
import type { CommandLine } from './command-line.ts'
import { connect } from './cook/client.ts'
import { crewOf } from './cook/cook.ts'
import { cookSamples } from './cook/cook-samples.ts'
import { writeOut } from './cook/manifest.ts'
import { cookShown, seconds, whole } from './cook/shown.ts'
import { explained, storyMeant, told } from './explain.ts'
import { findRunning, type Whereabouts } from './running.ts'
import { startKitchen } from './start.ts'

/** `npm start`: opens the kitchen, cooks the samples into an empty one, and serves until it is told to stop. */
export async function runStart(settings: Settings, { targets, once }: CommandLine): Promise<number> {
  const began = Number(process.env.KITCHEN_BEGAN ?? Date.now()) // of the first command: what a person waits
  const running = targets.includes('all') ? await findRunning(settings.KITCHEN_DATA) : undefined
  if (running)
    throw new Error(
      `这个数据目录上的厨房已经在运行：${running.workspace}（进程 ${running.pid}）。要另开一个，请用 --data 换一个目录。\n` +
        `A kitchen already runs on ${settings.KITCHEN_DATA}: ${running.workspace} (process ${running.pid}). For another one choose another --data.`,
    )
  const kitchen = await startKitchen(settings, targets, (name, ms) => console.log(`  ${name} ${Math.round(ms)} ms`))
  const stopped = untilStopped(kitchen)
  const doors = targets.includes('all') ? doorsOf(settings, kitchen.value) : ''
  console.log(`中央厨房已启动 the kitchen is open: ${seconds(Date.now() - began)}${doors}`)
  const code = targets.includes('all') ? await Promise.race([cookSamples(settings, kitchen.value, once), stopped]) : 0
  if (once || code === 'stopped') {
    await kitchen.stop()
    return code === 'stopped' ? 0 : code
  }
  console.log('Ctrl-C 停止 stops')
  await stopped
  console.log('正在停止 stopping …')
  await kitchen.stop()
  return 0
}

/** Where the kitchen is reached, and which wanted port it is not. */
function doorsOf({ KITCHEN_PORT, KITCHEN_REGION }: Settings, { workspace, published }: Whereabouts): string {
  const moved = KITCHEN_PORT !== 0 && new URL(workspace).port !== String(KITCHEN_PORT)
  return [
    ...(moved ? ['', `  ▲ 端口 ${KITCHEN_PORT} 已被占用，改用下面的 port ${KITCHEN_PORT} is taken, so it is another one`] : ['']),
    `  工作台 workspace  ${workspace}`,
    `  发布 published    ${published}/sites/${readRegion(KITCHEN_REGION).root}/`,
    '  用真实引擎、每个部件一个进程 real engines, a process per target: npm run region',
  ].join('\n')
}

function untilStopped(kitchen: Part<{ ended: Promise<string> }>): Promise<'stopped'> {
  const asked = new Promise<'stopped'>((done) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => done('stopped'))
  })
  const broken = kitchen.value.ended.then((reason): never => {
    console.error(reason)
    process.exit(1)
  })
  return Promise.race([asked, broken])
}

/** `npm run cook -- <folder>`: with the running kitchen or one of its own; leaves everything below out/. */
export async function runCook(settings: Settings, { arguments: [folder] }: CommandLine): Promise<number> {
  const from = process.env.KITCHEN_CALLED_FROM ?? process.cwd()
  if (!folder || !existsSync(resolve(from, folder)))
    throw new Error(
      `没有这个文件夹：${folder ?? ''}　用法：npm run cook -- <folder>\nThere is no such folder. Give one with a manuscript and its photos.`,
    )
  return withKitchen(settings, async (where) => {
    console.log('以样例地区人员的名义签发：周明远（初审）、韩秋实（复审）、沈立言（终审）。 Signed as the people of the sample region.')
    const crew = await crewOf(where.workspace, '640000')
    const cooked = await cookShown(crew, resolve(from, folder))
    const manifest = await writeOut(crew.editor, cooked, resolve(from, 'out'))
    console.log(`  ${relative(from, manifest)}`)
    return whole(cooked) ? 0 : 1
  })
}

async function withKitchen(settings: Settings, work: (where: Whereabouts) => Promise<number>): Promise<number> {
  const running = await findRunning(settings.KITCHEN_DATA)
  if (running) return work(running)
  const kitchen = await startKitchen(settings)
  try {
    return await work(kitchen.value)
  } finally {
    await kitchen.stop()
  }
}

/** `explain <story>`: who and what led to each product, in order, out of the journal. */
export async function runExplain(settings: Settings, { arguments: words }: CommandLine): Promise<number> {
  if (words.length === 0)
    throw new Error('用法：npm run kitchen -- explain <稿件编号、看板网址或标题里的字 id, address or words of the headline>')
  return withKitchen(settings, async ({ workspace }) => {
    const [editor, operator] = [connect(workspace), connect(workspace)]
    await Promise.all([editor.signIn('640000-editor'), operator.signIn('640000-operator')])
    const story = await storyMeant(editor, words.join(' '))
    for (const line of explained(told.parse(await operator.get(`/api/journal/${story}`)).happenings)) console.log(line)
    return 0
  })
}

/** `reindex`: fills the search indices anew, by the word list of today; searches go on meanwhile. */
export async function runReindex(settings: Settings): Promise<number> {
  return withKitchen(settings, async ({ workspace }) => {
    const operator = connect(workspace)
    await operator.signIn('640000-operator')
    await operator.post('/api/system/search/act', { id: 'engine', do: 'rebuild' })
    const search = async () => systemView.parse(await operator.get('/api/system')).parts.find(({ part }) => part === 'search')
    for (let began = Date.now(); ; await delay(1_000)) {
      const figures = (await search())?.figures ?? []
      const filled = figures.find(({ name }) => name.en === rebuildFigure.en)
      if (filled) console.log(`  ${filled.value} …`)
      else if (Date.now() - began > 2_500) {
        for (const { name, value } of figures) console.log(`${name.zh} ${name.en}: ${value}`)
        return 0
      }
    }
  })
}

/** `redrive`: asks for everything that is parked to be tried again. */
export async function runRedrive(settings: Settings): Promise<number> {
  return withKitchen(settings, async ({ workspace }) => {
    const operator = connect(workspace)
    await operator.signIn('640000-operator')
    const { stuck } = systemView.parse(await operator.get('/api/system'))
    const stopped = stuck.filter(({ kind, actions }) => (kind === 'parked' || kind === 'failed') && actions.length > 0)
    for (const { part, id, actions, what } of stopped) {
      const action = actions[0]!
      await operator.post(`/api/system/${part}/act`, { id, do: action.do })
      console.log(`${what.zh}：${action.label.zh}　${what.en}: ${action.label.en}`)
    }
    if (stopped.length === 0) console.log('没有停下的事项 nothing is parked')
    const others = stuck.length - stopped.length
    if (others > 0) console.log(`另有 ${others} 件在等待或要人处理，见 ${workspace}/system　${others} more wait or need a person`)
    return 0
  })
}

/** `replay <consumer>`: has a view made again from the journal, in the kitchen that runs; follows it until nothing waits. */
export async function runReplay(settings: Settings, { arguments: [consumer] }: CommandLine): Promise<number> {
  if (consumer === undefined) throw new Error('用法：npm run kitchen -- replay <consumer>，例如 for example search.index')
  return withKitchen(settings, async ({ workspace }) => {
    const operator = connect(workspace)
    await operator.signIn('640000-operator')
    await operator.post('/api/system/journal/act', { id: consumer, do: 'replay' })
    const left = async () => {
      const { stuck } = systemView.parse(await operator.get('/api/system'))
      return stuck.filter(({ part, id }) => part === 'journal' && id.startsWith(`${consumer} `)).length
    }
    for (let waiting = await left(); waiting > 0; waiting = await left()) {
      console.log(`  ${consumer}: 还有 left ${waiting}`)
      await new Promise((resolve) => setTimeout(resolve, 1000))
    }
    console.log(`${consumer} 已重放 replayed`)
    return 0
  })
}
