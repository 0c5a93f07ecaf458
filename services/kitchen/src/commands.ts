import { existsSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { systemView } from '@kitchen/api'
import { type Part, readRegion, type Settings } from '@kitchen/runtime'
import { z } from 'zod'
import type { CommandLine } from './command-line.ts'
import { connect } from './cook/client.ts'
import { type Cooked, type Crew, cook, crewOf } from './cook/cook.ts'
import { writeOut } from './cook/manifest.ts'
import { openScreen } from './cook/screen.ts'
import { boardText, failures } from './cook/table.ts'
import { findRunning, type Whereabouts } from './running.ts'
import { laySamples } from './samples.ts'
import { startKitchen } from './start.ts'

/** `npm start`: opens the kitchen, cooks the samples into an empty one, and serves until it is told to stop. */
export async function runStart(settings: Settings, { targets, once }: CommandLine): Promise<number> {
  const began = Number(process.env.KITCHEN_BEGAN ?? Date.now()) // of the first command: what a person waits
  const kitchen = await startKitchen(settings, targets, (name, ms) => console.log(`  ${name} ${Math.round(ms)} ms`))
  const stopped = untilStopped(kitchen)
  const doors = targets.includes('all')
    ? `\n  工作台 workspace  ${kitchen.value.workspace}\n  发布 published    ${kitchen.value.published}/sites/640000/`
    : ''
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

/** Cooks each sample that the kitchen does not hold yet; 0 only if everything was delivered. */
async function cookSamples(settings: Settings, where: Whereabouts, again: boolean): Promise<number> {
  if (settings.KITCHEN_SIGN_IN !== 'sample' || settings.KITCHEN_REGION || settings.KITCHEN_SAMPLES === 'none') return 0
  const crew = await crewOf(where.workspace, '640000')
  const known = new Set((await crew.editor.stories()).map(({ headline }) => headline))
  if (known.size > 0 && !again) return 0
  const folders = await laySamples(resolve(settings.KITCHEN_DATA, 'samples'))
  let code = 0
  for (const folder of folders) {
    const cooked = await cookShown(crew, folder)
    code ||= whole(cooked) ? 0 : 1
    console.log(`  ${where.workspace}/stories/${cooked.story.id}/board\n  ${where.published}/sites/640000/stories/${cooked.story.id}/`)
  }
  return code
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

async function cookShown(crew: Crew, folder: string): Promise<Cooked> {
  const [region, screen] = [readRegion(), openScreen()]
  const cooked = await cook(crew, folder, ({ headline, products, deliveries }) =>
    screen.draw(`《${headline}》${boardText(region, { products, deliveries })}`),
  )
  screen.end(
    `《${cooked.story.headline}》${boardText(region, cooked)}\n  ${Object.entries(cooked.times)
      .map(([step, ms]) => `${step} ${seconds(ms)}`)
      .join(' · ')}`,
  )
  for (const name of cooked.missing) console.log(`  ▲ 稿件提到的文件没有找到 a file that the manuscript names is missing: ${name}`)
  for (const { name, failure } of cooked.assets)
    if (failure) console.log(`  ✕ ${name}: ${failure.says.zh} ${failure.next.zh} (${failure.code})`)
  for (const line of failures(cooked)) console.log(`  ${line}`)
  return cooked
}

const whole = ({ products, deliveries, assets, missing }: Cooked): boolean =>
  missing.length === 0 &&
  assets.every(({ state }) => state === 'received') &&
  products.length > 0 &&
  products.every(({ state }) => state === 'made') &&
  deliveries.length === products.length &&
  deliveries.every(({ state }) => state === 'delivered')

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`

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

const happenings = z.object({
  happenings: z.array(
    z.object({
      at: z.string(),
      what: z.string(),
      who: z.string().nullable(),
      centre: z.string().nullable(),
      outlet: z.string().nullable(),
      why: z.string().nullable(),
    }),
  ),
})

/** `explain <story>`: who and what led to each product, in order, out of the journal. */
export async function runExplain(settings: Settings, { arguments: [story] }: CommandLine): Promise<number> {
  if (!story) throw new Error('用法：npm run kitchen -- explain <story>')
  return withKitchen(settings, async ({ workspace }) => {
    const operator = connect(workspace)
    await operator.signIn('640000-operator')
    const told = happenings.parse(await operator.get(`/api/journal/${story}`))
    for (const { at, what, who, centre, outlet, why } of told.happenings)
      console.log(
        [new Date(at).toLocaleString('zh-CN', { timeZone: 'Asia/Shanghai', hour12: false }), what, centre, who, outlet, why]
          .filter(Boolean)
          .join('  '),
      )
    return 0
  })
}

/** `redrive`: asks for everything that is parked to be tried again. */
export async function runRedrive(settings: Settings): Promise<number> {
  return withKitchen(settings, async ({ workspace }) => {
    const operator = connect(workspace)
    await operator.signIn('640000-operator')
    const { stuck } = systemView.parse(await operator.get('/api/system'))
    for (const { part, id, actions, what } of stuck.filter(({ kind }) => kind === 'parked' || kind === 'failed')) {
      for (const action of actions.slice(0, 1)) {
        await operator.post(`/api/system/${part}/act`, { id, do: action.do })
        console.log(`${what.zh}: ${action.label.zh}`)
      }
    }
    if (stuck.length === 0) console.log('没有停下的事项 nothing is stuck')
    return 0
  })
}
