import type { Language } from './provider.tsx'

const locales: Record<Language, string> = { zh: 'zh-CN', en: 'en-GB' }
const day = 86_400_000

/** 今天 10:32, 昨天 18:05, 11月24日 10:32, 2024年11月24日 10:32. `zone` is for tests; screens use the browser's own. */
export function shortTime(at: string, now: Date, language: Language, zone?: string): string {
  const then = new Date(at)
  const clock = part(then, language, zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const days = Math.round((midnight(now, zone) - midnight(then, zone)) / day)
  if (days === 0) return `${language === 'zh' ? '今天' : 'Today'} ${clock}`
  if (days === 1) return `${language === 'zh' ? '昨天' : 'Yesterday'} ${clock}`
  const sameYear = part(then, 'en', zone, { year: 'numeric' }) === part(now, 'en', zone, { year: 'numeric' })
  return `${part(then, language, zone, { month: language === 'zh' ? 'long' : 'short', day: 'numeric', ...(sameYear ? {} : { year: 'numeric' }) })} ${clock}`
}

/** Hours and minutes alone, for cells. */
export const clockTime = (at: string, language: Language, zone?: string): string =>
  part(new Date(at), language, zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })

/** The whole time with its zone, for a title. */
export const fullTime = (at: string, language: Language, zone?: string): string =>
  part(new Date(at), language, zone, { dateStyle: 'full', timeStyle: 'long' })

/** How long something has waited: 不到 1 分钟, 12 分钟, 3 小时, 2 天. */
export function waitedFor(since: string, now: Date, language: Language): string {
  const minutes = Math.max(0, Math.floor((now.getTime() - new Date(since).getTime()) / 60_000))
  const say = (count: number, zh: string, en: string) => (language === 'zh' ? `${count} ${zh}` : `${count} ${en}`)
  if (minutes < 1) return language === 'zh' ? '不到 1 分钟' : 'under a minute'
  if (minutes < 60) return say(minutes, '分钟', 'min')
  if (minutes < 60 * 48) return say(Math.floor(minutes / 60), '小时', 'h')
  return say(Math.floor(minutes / 1440), '天', 'days')
}

function midnight(at: Date, zone?: string): number {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at)
  return Date.parse(`${parts}T00:00:00Z`)
}

const part = (at: Date, language: Language, zone: string | undefined, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(locales[language], { ...options, timeZone: zone }).format(at)
