import { type Channel, channelNames } from '@kitchen/model'
import { z } from 'zod'
import type { Client } from './cook/client.ts'

/** What the journal answers about one story. */
export const told = z.object({
  happenings: z.array(
    z.object({
      at: z.string(),
      what: z.string(),
      who: z.string().nullable(),
      centre: z.string().nullable(),
      outlet: z.string().nullable(),
      why: z.string().nullable(),
      review: z.enum(['first', 'second', 'final']).nullable(),
      version: z.number().nullable(),
      trace: z.string().nullish(),
    }),
  ),
})
type Happening = z.infer<typeof told>['happenings'][number]

const day = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: 'long',
  day: 'numeric',
  weekday: 'short',
})
const clock = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', timeStyle: 'medium', hour12: false })
const whats: Readonly<Record<string, string>> = {
  'story.filed': '交稿',
  'version.sealed': '封版',
  'story.returned': '退回',
  'story.released': '发布',
  'story.supplemented': '补发',
  'story.recalled': '撤稿',
  'story.reopened': '更正',
  'story.proofread': '校对签发',
  'story.offered': '供稿',
  'copy.adopted': '采用',
  'copy.recalled': '原稿撤稿',
  'product.made': '成品做好',
  'product.refused': '成品做不了',
  'delivery.confirmed': '送达',
  'delivery.stuck': '投递要人处理',
  'delivery.withdrawn': '撤下',
  'delivery.recalled': '部分撤稿',
}
const reviews = { first: '初审签发', second: '复审签发', final: '终审签发' } as const

/** The way of a story as lines to read: a heading per day, then when, what, who, where and why. An event without words of its own shows its type. */
export function explained(happenings: readonly Happening[]): string[] {
  let last = ''
  const traces = [...new Set(happenings.flatMap(({ trace }) => trace ?? []))]
  const lines = happenings.flatMap((one) => {
    const at = new Date(one.at)
    const today = day.format(at)
    const heading = today === last ? [] : [today]
    last = today
    return [...heading, `  ${clock.format(at)}  ${lineOf(one)}`]
  })
  return [...lines, ...traces.map((trace) => `追踪号 trace ${trace}`)]
}

function lineOf({ what, who, centre, outlet, why, review, version }: Happening): string {
  const act = review ? reviews[review] : (whats[what] ?? what)
  const where = [centre, outlet && `${signOf(outlet)}（${outlet}）`].filter(Boolean).join(' ')
  const made = what === 'version.sealed' || review ? version && `第 ${version} 版` : null
  return [act.padEnd(6, '　'), who, where, made, why && `原因：${why}`].filter(Boolean).join('  ')
}

const signOf = (outlet: string): string => channelNames[outlet.slice(outlet.indexOf('-') + 1).split('-')[0] as Channel]?.sign ?? ''

/** The story that is meant by an id, an address that holds one, or words of a headline. Throws with what to do when none or several are. */
export async function storyMeant(client: Client, words: string): Promise<string> {
  const id = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.exec(words)
  if (id) return id[0].toLowerCase()
  const found = (await client.stories()).filter(({ headline }) => headline.includes(words))
  if (found.length === 1) return found[0]!.id
  if (found.length === 0)
    throw new Error(
      `没有找到“${words}”：请给出稿件编号、看板网址，或标题里的几个字。\nNo story is meant by “${words}”: give its id, the address of its board, or words of its headline.`,
    )
  throw new Error(
    `有 ${found.length} 篇稿件的标题含“${words}”，请用编号 several stories match, use an id:\n${found.map((one) => `  ${one.id}  ${one.headline}`).join('\n')}`,
  )
}
