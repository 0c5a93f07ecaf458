import type { RecallTarget, RecallView } from '@kitchen/api'

type About = {
  readonly target: RecallTarget
  readonly order: RecallView['orders'][number]
  /** Full names, as a letter writes them. */
  readonly from: string
  readonly to: string
  readonly outlet: string
  readonly now: Date
}

/** 撤稿函: what a centre writes to who runs an outlet that still shows the story; ready to be sent, with address, reason and time limit. Always Chinese. */
export function letterOf({ target, order, from, to, outlet, now }: About): string {
  const url = target.url ?? (typeof target.proof?.url === 'string' ? target.proof.url : null)
  return [
    '撤稿函',
    '',
    `${to}：`,
    '',
    `我中心于${time(order.at)}下令撤回稿件《${target.headline}》（编号 ${target.story}，第 ${target.version} 版），原因：${order.reason}。`,
    `截至${time(now.toISOString())}，贵方“${outlet}”尚未撤下。${url ? `地址：${url}` : ''}`,
    `请于${time(target.due)}前删除或停用该稿及其标题、图片、视频和推送，已见报或播出的请联系值班领导，并将处理结果函复。`,
    '',
    from,
    day.format(now),
    '',
  ].join('\n')
}

const zone = { timeZone: 'Asia/Shanghai' } as const
const day = new Intl.DateTimeFormat('zh-CN', { ...zone, dateStyle: 'long' })
const clock = new Intl.DateTimeFormat('zh-CN', { ...zone, dateStyle: 'long', timeStyle: 'short', hour12: false })
const time = (at: string) => clock.format(new Date(at))
