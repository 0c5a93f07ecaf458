import { type Database, systemTransaction } from '@kitchen/database'
import { type Region, signing } from '@kitchen/model'
import type { Report } from '@kitchen/runtime'
import { listedStories } from './rows.ts'
import { standInsAt } from './stand-in.ts'
import type { Story } from './story.ts'
import { type Step, type Waiting, waitingOf } from './waiting.ts'

const hour = 3_600_000

/** For the System page: how many stories wait at each step and since when, and those that nobody can move or that have waited for over an hour. */
export async function reportOn({ database, region, clock }: { database: Database; region: Region; clock: () => Date }): Promise<Report> {
  const now = clock().getTime()
  const at = new Date(now).toISOString()
  const [stories, standIns] = await systemTransaction(database, [], async (tx) => [
    await listedStories(tx, { most: [5_000, 0] }),
    await standInsAt(tx, at),
  ])
  const open = stories
    .map((story) => ({ story, waiting: waitingOf(story, { region, at, standIns }) }))
    .filter(({ waiting }) => waiting.step !== 'none')
  const stuck = open.filter(({ waiting }) => isStuck(waiting, now)).sort((a, b) => (a.waiting.since < b.waiting.since ? -1 : 1))
  return { part: 'editing', state: 'ready', figures: figuresOf(open, now), stuck: stuck.slice(0, 100).map(stuckOf) }
}

type Open = { readonly story: Story; readonly waiting: Waiting }

/** A text that is being written is nobody's trouble. */
const isStuck = ({ step, people, since }: Waiting, now: number): boolean =>
  step !== 'write' && step !== 'edit' && (people.length === 0 || now - Date.parse(since) > hour)

function figuresOf(open: readonly Open[], now: number): Report['figures'] {
  const bySteps = Map.groupBy(open, ({ waiting }) => waiting.step)
  return steps
    .filter((step) => bySteps.has(step) || !step.startsWith('proof'))
    .flatMap((step) => {
      const all = bySteps.get(step) ?? []
      const { zh, en } = stepNames[step]
      const oldest = Math.max(0, ...all.map(({ waiting }) => now - Date.parse(waiting.since)))
      return [
        { name: { zh: `等待${zh}`, en: `waiting: ${en}` }, value: all.length, unit: 'count' },
        { name: { zh: `等待${zh}最久`, en: `oldest: ${en}` }, value: Math.round(oldest / 1000), unit: 's' },
      ]
    })
}

function stuckOf({ story, waiting }: Open): Report['stuck'][number] {
  const { zh, en } = stepNames[waiting.step as Exclude<Step, 'none'>]
  const names = waiting.people.map(({ name }) => name)
  const nobody = names.length === 0
  const what = { zh: `《${story.headline || '无标题'}》等待${zh}`, en: `“${story.headline || 'no headline'}” waits: ${en}` }
  const why = nobody
    ? {
        zh: '本中心没有人可以做这一步（岗位或回避规则不允许）。',
        en: 'Nobody at the centre may take this step, by role or separation of duties.',
      }
    : { zh: `等${names.join('、')}处理。`, en: `With ${names.join(', ')}.` }
  const next = nobody
    ? { zh: '请安排有岗位的人，或退回由他人接手。', en: 'Give somebody the role, or return it so that another person takes over.' }
    : { zh: '打开稿件“催一下”，或打电话。', en: 'Open the story and nudge them, or call.' }
  return {
    part: 'editing',
    kind: nobody ? 'person' : 'waiting',
    id: story.id,
    what,
    why,
    next,
    centre: story.centre,
    story: story.id,
    since: waiting.since,
    actions: [],
  }
}

const steps = ['write', 'edit', 'seal', ...signing.options, 'release'] as const satisfies readonly Step[]
const stepNames: Record<Exclude<Step, 'none'>, { zh: string; en: string }> = {
  write: { zh: '写稿', en: 'writing' },
  edit: { zh: '改稿', en: 'rework' },
  seal: { zh: '封版', en: 'sealing' },
  first: { zh: '初审', en: 'first review' },
  second: { zh: '复审', en: 'second review' },
  final: { zh: '终审', en: 'final review' },
  'proof-first': { zh: '一校', en: 'first proofread' },
  'proof-second': { zh: '二校', en: 'second proofread' },
  'proof-third': { zh: '三校', en: 'third proofread' },
  release: { zh: '发布', en: 'release' },
}
