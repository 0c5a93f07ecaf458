import type { Centre, Outlet } from '@kitchen/model'

/** A page that is asked for: whose it is and who answers for it. */
export type PrintPage = { readonly centre: Centre; readonly outlet: Outlet; readonly responsibleEditor: string }
/** What stands on a page besides the story. */
export type Furniture = {
  readonly style: 'newspaper' | 'section' | 'board'
  readonly masthead: string
  readonly paper: string
  readonly section: string
  readonly date: string
  readonly lunar: string
  readonly editors: string
  readonly licence: string
  readonly page: string
}

/** The furniture of page `number` of `count` on the day that the version was sealed. */
export function furnitureOf(
  { centre, outlet, responsibleEditor }: PrintPage,
  sealedAt: Date,
  section: string,
  number: number,
  count: number,
): Furniture {
  const day = chineseDate(sealedAt)
  const [paper, own] = outlet.name.zh.split('·') as [string, string | undefined]
  const editors = responsibleEditor === '' ? '' : `责任编辑　${responsibleEditor}`
  const common = {
    date: `${day.date}　${day.weekday}`,
    lunar: day.lunar,
    editors,
    licence: centre.licence.print,
    page: count > 1 ? `第 ${number} 版　共 ${count} 版` : '第 1 版',
  }
  if (outlet.profile === 'newspaper-page')
    return { ...common, style: 'newspaper', masthead: outlet.name.zh, paper: centre.fullName, section }
  if (outlet.profile === 'notice-board') return { ...common, style: 'board', masthead: centre.masthead.zh, paper: '阅报栏', section }
  return { ...common, style: 'section', masthead: own ?? centre.masthead.zh, paper, section: centre.masthead.zh }
}

/** The day at 东八区 as a paper writes it: 2025年11月23日, 星期日, 农历乙巳年十月初四. */
export function chineseDate(at: Date): { date: string; weekday: string; lunar: string } {
  const zone = { timeZone: 'Asia/Shanghai' } as const
  const date = new Intl.DateTimeFormat('zh-CN', { ...zone, year: 'numeric', month: 'long', day: 'numeric' }).format(at)
  const weekday = new Intl.DateTimeFormat('zh-CN', { ...zone, weekday: 'long' }).format(at)
  const parts = new Intl.DateTimeFormat('zh-u-ca-chinese', { ...zone, year: 'numeric', month: 'long', day: 'numeric' }).formatToParts(at)
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? ''
  return { date, weekday, lunar: `农历${part('yearName')}年${part('month')}${lunarDay(Number(part('day')))}` }
}

/** 初一 to 三十; the calendar gives the day as a figure in some versions of ICU. */
function lunarDay(day: number): string {
  const units = ['十', '一', '二', '三', '四', '五', '六', '七', '八', '九']
  if (day === 10 || day === 20 || day === 30) return ['初十', '二十', '三十'][day / 10 - 1]!
  return `${['初', '十', '廿'][Math.floor(day / 10)]}${units[day % 10]}`
}
