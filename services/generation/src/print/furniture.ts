import type { Centre, Outlet } from '@kitchen/model'
import { lunarDate } from './lunar.ts'

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
  const local = new Date(at.getTime() + 8 * 3_600_000)
  return {
    date: `${local.getUTCFullYear()}年${local.getUTCMonth() + 1}月${local.getUTCDate()}日`,
    weekday: `星期${'日一二三四五六'[local.getUTCDay()]}`,
    lunar: lunarDate(local.getTime()),
  }
}
